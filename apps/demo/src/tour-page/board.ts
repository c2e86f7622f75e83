import type { WireEvent } from "@warifu/wire";
import type { ReceivedMail } from "../mailbox/received-mail.ts";
import { afterEvent, nothingYet } from "./person-progress.ts";
import type { PersonProgress } from "./person-progress.ts";

/** How many of the last events the page tells. */
const keptEvents = 12;

/** What the tour page knows, from the feed and from the demo's own mailbox. */
export class Board {
  readonly #progress = new Map<string, PersonProgress>();
  readonly #mails: readonly ReceivedMail[];
  #lastEvents: readonly WireEvent[] = [];
  #isAnswering = true;
  #revision = 0;
  #wake = Promise.withResolvers<void>();

  /** @param mails newest first; whoever adds one calls `changed` */
  constructor(mails: readonly ReceivedMail[]) {
    this.#mails = mails;
  }

  progressOf(customerId: string): PersonProgress {
    return this.#progress.get(customerId) ?? nothingYet;
  }

  get newestMailAtMs(): number | null {
    const newest = this.#mails[0];
    return newest === undefined ? null : Date.parse(newest.receivedAt);
  }

  /** Newest first. */
  get lastEvents(): readonly WireEvent[] {
    return this.#lastEvents;
  }

  get isAnswering(): boolean {
    return this.#isAnswering;
  }

  /** Another number whenever anything of the above is another. */
  get revision(): number {
    return this.#revision;
  }

  addEvents(events: readonly WireEvent[]): void {
    for (const event of events) {
      if (event.customerId === null) continue;
      this.#progress.set(event.customerId, afterEvent(this.progressOf(event.customerId), event));
    }
    this.#lastEvents = [...events.slice(-keptEvents).toReversed(), ...this.#lastEvents].slice(0, keptEvents);
    this.changed();
  }

  setAnswering(isAnswering: boolean): void {
    this.#isAnswering = isAnswering;
    this.changed();
  }

  changed(): void {
    this.#revision += 1;
    this.#wake.resolve();
    this.#wake = Promise.withResolvers<void>();
  }

  /** Comes back when the revision is another than the one seen, or when `enough` says so. */
  async changedSince(seen: number, enough: AbortSignal): Promise<void> {
    if (seen !== this.#revision || enough.aborted) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const wake = () => resolve();
    enough.addEventListener("abort", wake, { once: true });
    await Promise.race([this.#wake.promise, promise]);
    enough.removeEventListener("abort", wake);
  }
}
