import { join } from "node:path";
import { nobodysDatabase } from "./http/contender.ts";
import type { Contender } from "./http/contender.ts";
import { runRounds } from "./http/run-rounds.ts";
import { concurrencies, usualConnections, verifyContenders } from "./http/verify-contenders.ts";
import { startLoadGenerator } from "./load/load-generator.ts";
import { memoryOf } from "./load/process-figures.ts";
import type { Options } from "./options.ts";
import { sqliteDatabase } from "./population/sqlite-database.ts";
import { summarise } from "./report/summarise.ts";
import { linesTable } from "./report/table.ts";
import { startPeer } from "./servers/start-peer.ts";
import type { RunningServer } from "./servers/start-peer.ts";
import { startWarifu } from "./servers/start-warifu.ts";

export interface Places {
  readonly folder: string;
  readonly keep: string | null;
  readonly say: (text: string) => void;
}

export async function runBench(
  options: Options,
  { folder, keep, say }: Places,
): Promise<{ text: string; json: unknown }> {
  const load = startLoadGenerator();
  const started: RunningServer[] = [];
  const start = async (server: Promise<RunningServer>): Promise<RunningServer> => {
    const running = await server;
    started.push(running);
    return running;
  };
  try {
    const contenders: Contender[] = [];
    let sqlite: RunningServer | null = null;
    if (options.parts.has("sqlite")) {
      say(`SQLite: filling ${options.tokens} tokens`);
      const database = await sqliteDatabase(join(folder, "sqlite"), options.tokens, keep);
      sqlite = await start(startWarifu(database));
      contenders.push(...verifyContenders("SQLite", database, [sqlite], options.quick));
    }
    if (options.parts.has("echo")) {
      const echo = await start(startPeer("echo-server.ts"));
      for (const connections of options.quick ? [usualConnections] : concurrencies) {
        const title = "bare Fastify echo";
        const one = { title, kind: "echo", database: nobodysDatabase, connections, idempotencyKeys: false } as const;
        contenders.push({ ...one, id: `echo/${connections}`, servers: [echo] });
      }
    }
    const rounds = await runRounds(load, contenders, { ...options, say });
    const lines = [...rounds.values()].map(({ contender, results }) => summarise(contender, results));
    const memory = sqlite === null ? null : memoryOf(sqlite.pid);
    return { text: `${linesTable(lines)}\nmemory ${JSON.stringify(memory)}\n`, json: { lines, memory } };
  } finally {
    load.stop();
    await Promise.all(started.map((server) => server.stop()));
  }
}
