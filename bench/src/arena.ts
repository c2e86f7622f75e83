import { startLoadGenerator } from "./load/load-generator.ts";
import type { LoadGenerator } from "./load/load-generator.ts";

/** Everything that was started, so that it is stopped in the end, whatever happens: newest first. */
export interface Arena {
  readonly load: LoadGenerator;
  /** Where databases go. */
  readonly folder: string;
  /** Where filled databases are kept for the next run; null: nowhere. */
  readonly keep: string | null;
  readonly say: (text: string) => void;
  /** Waits for something that was started and remembers to stop it. */
  start<Started extends { stop(): Promise<void> }>(starting: Promise<Started>): Promise<Started>;
  stopAll(): Promise<void>;
}

export function openArena(places: Pick<Arena, "folder" | "keep" | "say">): Arena {
  const load = startLoadGenerator();
  const started: { stop(): Promise<void> }[] = [];
  return {
    ...places,
    load,
    async start(starting) {
      const running = await starting;
      started.push(running);
      return running;
    },
    async stopAll() {
      load.stop();
      for (const running of started.toReversed()) await running.stop().catch(() => undefined);
    },
  };
}
