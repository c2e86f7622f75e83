import type { LoadKind } from "../load/ledger.ts";
import type { Database } from "../population/database.ts";
import type { RunningServer } from "../servers/start-peer.ts";
import { nobodysDatabase } from "./contender.ts";
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

/**
 * The verifications of one store: right codes at every concurrency; the others at every one too in a full run, else at the
 * usual one. With a second server the right codes come over both again.
 */
export function verifyContenders(
  store: string,
  database: Database,
  servers: readonly RunningServer[],
  quick: boolean,
): Contender[] {
  const [first, ...others] = servers;
  if (first === undefined) return [];
  const one = (kind: LoadKind, connections: number): Contender => ({
    id: `${store}/${kind}/${connections}`,
    title: `${store}: ${kindTitles[kind]}`,
    kind,
    database,
    servers: [first],
    connections,
    idempotencyKeys: false,
  });
  const forOthers = quick ? [usualConnections] : concurrencies;
  const allNodes = others.length === 0 ? [] : quick ? [usualConnections] : concurrencies.slice(1);
  return [
    ...concurrencies.map((connections) => one("right", connections)),
    ...allNodes.map((connections) => ({
      ...one("right", connections),
      id: `${store}/right-${servers.length}-nodes/${connections}`,
      title: `${store}, ${servers.length} nodes: right codes`,
      servers,
    })),
    ...(["wrong", "wrongAgain", "replay"] as const).flatMap((kind) =>
      forOthers.map((connections) => one(kind, connections)),
    ),
    {
      ...one("right", usualConnections),
      id: `${store}/right-once/${usualConnections}`,
      title: `${store}: right codes with Idempotency-Key`,
      idempotencyKeys: true,
    },
  ];
}

/** Something that answers with what it was sent, at every concurrency in a full run. */
export function echoContenders(id: string, title: string, server: RunningServer, quick: boolean): Contender[] {
  return (quick ? [usualConnections] : concurrencies).map((connections) => ({
    id: `${id}/${connections}`,
    title,
    kind: "echo",
    database: nobodysDatabase,
    servers: [server],
    connections,
    idempotencyKeys: false,
  }));
}

/** Right codes at the usual concurrency on a population of some size. */
export function sizeContender(store: string, database: Database, server: RunningServer): Contender {
  return {
    id: `${store}/size/${database.tokens}`,
    title: `${store}, ${database.tokens.toLocaleString("en")} tokens: right codes`,
    kind: "right",
    database,
    servers: [server],
    connections: usualConnections,
    idempotencyKeys: false,
  };
}
