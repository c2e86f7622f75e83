import type { LoadKind } from "../load/ledger.ts";
import type { LoadGenerator } from "../load/load-generator.ts";
import type { Contender } from "./contender.ts";
import { orderFor } from "./entrant.ts";

/** Most tokens that a warm-up may spend codes of: a small population needs its codes for the measurement. */
const smallPopulation = 50_000;
/** So many requests compile what is hot, and no more than so long: on a busy machine nobody waits for ever. */
const enoughRequests = 20_000;
const windowSeconds = 1;

/**
 * Sends load that nobody measures, so that code is compiled and caches are filled. A small population is warmed up with each
 * token's first wrong code: right codes are for the measurement.
 */
export async function warmUp(load: LoadGenerator, contender: Contender, mostSeconds: number): Promise<void> {
  const { tokens } = contender.database;
  const isSmall = contender.kind === "right" && tokens < smallPopulation;
  const kind: LoadKind | "echo" = isSmall ? "wrong" : contender.kind;
  const enough = isSmall ? tokens : enoughRequests * Math.max(1, mostSeconds / 4);
  let sent = 0;
  for (let second = 0; second < mostSeconds && sent < enough; second += windowSeconds) {
    const requests = Math.min(enoughRequests, enough - sent);
    sent += (await load.run(orderFor({ ...contender, kind }, windowSeconds, requests))).sent;
  }
}
