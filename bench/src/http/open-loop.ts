import type { LoadGenerator } from "../load/load-generator.ts";
import type { Contender } from "./contender.ts";
import { orderFor } from "./entrant.ts";
import type { Outcome } from "./run-rounds.ts";

/** Share of the measured capacity that the open loop asks for. */
export const openShare = 0.25;

/** Right codes at a fixed rate, whether or not earlier ones have been answered. */
export async function openLoop(
  load: LoadGenerator,
  contender: Contender,
  capacityPerSecond: number,
  seconds: number,
): Promise<Outcome> {
  const perSecond = Math.max(1, Math.floor(capacityPerSecond * openShare));
  const result = await load.run({ ...orderFor(contender, seconds, perSecond * seconds), perSecond });
  const id = `${contender.id}/open`;
  const title = `${contender.title}, open loop at ${perSecond.toLocaleString("en")}/s`;
  const entrant = { id, title, connections: contender.connections, measure: async () => result };
  return { entrant, samples: [result] };
}
