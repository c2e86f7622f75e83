import type { LoadGenerator } from "../load/load-generator.ts";
import type { Contender } from "./contender.ts";
import { orderFor } from "./entrant.ts";
import { leastDisturbed, rest } from "./quiet.ts";
import type { Outcome } from "./run-rounds.ts";

/** Share of the measured capacity that the open loop asks for. */
export const openShare = 0.25;

/** Right codes at a fixed rate, whether or not earlier ones have been answered. */
export async function openLoop(
  load: LoadGenerator,
  contender: Contender,
  capacityPerSecond: number,
  quick: boolean,
): Promise<Outcome> {
  const seconds = quick ? 5 : 20;
  const perSecond = Math.max(1, Math.floor(capacityPerSecond * openShare));
  await rest(true);
  const { value, stolen } = await leastDisturbed(
    () => load.run({ ...orderFor(contender, seconds, perSecond * seconds), perSecond }),
    quick ? 1 : 3,
  );
  const result = { ...value, stolen };
  const id = `${contender.id}/open`;
  const title = `${contender.title}, open loop at ${perSecond.toLocaleString("en")}/s`;
  const entrant = { id, title, connections: contender.connections, server: "", measure: async () => result };
  return { entrant, samples: [result] };
}
