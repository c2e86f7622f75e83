import type { Arena } from "../arena.ts";
import { memoryOf } from "../load/process-figures.ts";
import type { Options } from "../options.ts";
import type { Database } from "../population/database.ts";
import { summarise } from "./summarise.ts";
import type { Line } from "./summarise.ts";
import type { MeasuredMemory } from "./targets.ts";
import { startPeer } from "../servers/start-peer.ts";
import type { RunningServer } from "../servers/start-peer.ts";
import { startWarifu } from "../servers/start-warifu.ts";
import type { Contender } from "./contender.ts";
import { httpEntrant } from "./entrant.ts";
import type { Entrant } from "./entrant.ts";
import { openLoop } from "./open-loop.ts";
import { runRounds } from "./run-rounds.ts";
import type { Outcome } from "./run-rounds.ts";
import type { Store } from "./stores.ts";
import { echoContenders, sizeContender, usualConnections, verifyContenders } from "./verify-contenders.ts";
import { warmUp } from "./warm-up.ts";

/** A store with its ordinary population and the servers on it. */
export interface Running {
  readonly store: Store;
  readonly database: Database;
  readonly servers: readonly RunningServer[];
}

export interface HttpMeasured {
  readonly lines: readonly Line[];
  readonly memory: readonly MeasuredMemory[];
  readonly running: readonly Running[];
}

/** Verifications through whole servers, with the echo and whoever else is measured beside them, all in the same rounds. */
export async function httpPart(
  arena: Arena,
  options: Options,
  stores: readonly Store[],
  beside: readonly Entrant[],
): Promise<HttpMeasured> {
  const { load, say } = arena;
  const { quick, parts } = options;
  const running: Running[] = [];
  for (const store of stores) {
    const database = await store.database(options.tokens);
    const servers: RunningServer[] = [];
    for (let node = 0; node < store.nodes; node++) servers.push(await arena.start(startWarifu(database)));
    running.push({ store, database, servers });
  }
  const verifying = running.flatMap(({ store, database, servers }) =>
    verifyContenders(store.name, database, servers, quick),
  );
  if (!quick) for (const one of running) verifying.push(await loggingContender(arena, one));
  const echoes = parts.has("echo") ? await startEchoes(arena, quick) : [];
  const contenders = [...verifying, ...echoes];
  say("warming up");
  for (const contender of contenders.filter(isUsual)) await warmUp(load, contender, quick ? 2 : 15);

  const entrants = comparedFirst([...contenders.map((contender) => httpEntrant(load, contender)), ...beside]);
  const outcomes: Outcome[] = await runRounds(entrants, { ...options, say });
  const lines = outcomes.map(summarise);
  if (parts.has("open")) {
    for (const { store } of running) {
      const id = `${store.name}/right/${usualConnections}`;
      const contender = contenders.find((one) => one.id === id);
      const capacity = lines.find((line) => line.id === id)?.perSecond;
      if (contender === undefined || capacity === undefined) continue;
      say(`${store.name}: open loop`);
      lines.push(summarise(await openLoop(load, contender, capacity, quick)));
    }
  }
  return { lines, memory: running.flatMap(memoryOfAll), running };
}

/**
 * One more server, which writes a log line for each request. PostgreSQL takes it as a further node; the embedded store has one
 * owner, so there it gets a database of its own.
 */
async function loggingContender(arena: Arena, { store, database }: Running): Promise<Contender> {
  const own = store.nodes > 1 ? database : await store.database(Math.min(database.tokens, 100_000));
  const server = await arena.start(startWarifu(own, { WARIFU_LOG_LEVEL: "info" }));
  return {
    ...sizeContender(store.name, own, server),
    id: `${store.name}/right-logged/${usualConnections}`,
    title: `${store.name}: right codes, a log line each`,
  };
}

/** The bare echo, and the raw answering machine that shows how fast the load generator could be. */
async function startEchoes(arena: Arena, quick: boolean): Promise<Contender[]> {
  const echo = await arena.start(startPeer("echo-server.ts"));
  const raw = await arena.start(startPeer("raw-server.ts"));
  return [
    ...echoContenders("echo", "bare Fastify echo", echo, quick),
    ...echoContenders("raw", "socket that always answers the same (the load generator's own limit)", raw, true),
  ];
}

/** Whom the targets compare come close together: what the machine does changes within minutes. */
function comparedFirst(entrants: readonly Entrant[]): readonly Entrant[] {
  const isCompared = ({ connections, id }: Entrant) => connections === usualConnections || id.startsWith("pgbench");
  return [...entrants.filter(isCompared), ...entrants.filter((one) => !isCompared(one))];
}

/** One warm-up for each server is enough. */
function isUsual({ kind, connections, idempotencyKeys }: Contender): boolean {
  return (kind === "right" || kind === "echo") && connections === usualConnections && !idempotencyKeys;
}

export function memoryOfAll({ store, database, servers }: Running): MeasuredMemory[] {
  const [first] = servers;
  const memory = first === undefined ? null : memoryOf(first.pid);
  return memory === null ? [] : [{ store: store.name, tokens: database.tokens, ...memory }];
}
