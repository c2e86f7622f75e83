import type { LoadKind } from "../load/ledger.ts";
import type { LoadGenerator } from "../load/load-generator.ts";
import type { Contender } from "./contender.ts";
import { orderFor } from "./entrant.ts";

/** Most tokens that a warm-up may spend codes of: a small population needs its codes for the measurement. */
const smallPopulation = 50_000;
const fewestRequests = 5_000;

/**
 * Sends load that nobody measures, so that code is compiled and caches are filled. A small population is warmed up with each
 * token's first wrong code: right codes are for the measurement.
 */
export async function warmUp(load: LoadGenerator, contender: Contender, seconds: number): Promise<void> {
  const small = contender.database.tokens < smallPopulation;
  const kind: LoadKind | "echo" = contender.kind === "echo" ? "echo" : small ? "wrong" : "right";
  for (let second = 0; second < seconds; second++) {
    const requests = small && kind !== "echo" ? Math.min(contender.database.tokens / 2, fewestRequests) : 20_000;
    await load.run(orderFor({ ...contender, kind }, 1, requests));
    if (small) return;
  }
}
