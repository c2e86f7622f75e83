import type { Database } from "../population/sqlite-database.ts";
import type { RunningServer } from "../servers/start-peer.ts";
import type { LoadKind } from "../load/ledger.ts";
import type { Contender } from "./contender.ts";

export const concurrencies = [1, 16, 64, 256] as const;
/** The concurrency of the targets. */
export const usualConnections = 64;

const kindTitles: Readonly<Record<LoadKind, string>> = {
  right: "right codes",
  wrong: "wrong codes, a token's first",
  wrongAgain: "wrong codes, second in a row and later",
  replay: "replays",
};

/** The verifications of one store: every concurrency for right codes; for the others all in a full run, else the usual one. */
export function verifyContenders(
  store: string,
  database: Database,
  servers: readonly RunningServer[],
  quick: boolean,
): Contender[] {
  const one = (kind: LoadKind, connections: number): Contender => ({
    id: `${store}/${kind}/${connections}`,
    title: `${store}: ${kindTitles[kind]}`,
    kind,
    database,
    servers,
    connections,
    idempotencyKeys: false,
  });
  const others = quick ? [usualConnections] : concurrencies;
  return [
    ...concurrencies.map((connections) => one("right", connections)),
    ...(["wrong", "wrongAgain", "replay"] as const).flatMap((kind) =>
      others.map((connections) => one(kind, connections)),
    ),
    {
      ...one("right", usualConnections),
      id: `${store}/right-once/${usualConnections}`,
      title: `${store}: right codes with Idempotency-Key`,
      idempotencyKeys: true,
    },
  ];
}
