import type { Cluster } from "@warifu/storage/test-cluster";
import { againstPart } from "./against/against-part.ts";
import type { Arena } from "./arena.ts";
import type { Entrant } from "./http/entrant.ts";
import { httpPart } from "./http/http-part.ts";
import { pgbenchEntrant } from "./http/pgbench.ts";
import { sizesPart } from "./http/sizes-part.ts";
import { postgresStore, sqliteStore } from "./http/stores.ts";
import type { Store } from "./http/stores.ts";
import { importPart } from "./import/import-part.ts";
import { measureCodes } from "./in-process/codes-part.ts";
import type { Options } from "./options.ts";
import { describeMachine } from "./report/machine.ts";
import type { Report } from "./report/report.ts";
import { targetsOf } from "./http/targets.ts";
import { withClient } from "./postgres/with-client.ts";

/** Runs the parts that were asked for, one after the other, and gives what they found. */
export async function runBench(arena: Arena, options: Options): Promise<Report> {
  const { parts, tokens, rounds, secondsPerWindow, command, quick } = options;
  const machine = describeMachine();
  if (options.against !== null) return await runAgainst(arena, { ...options, against: options.against }, machine);
  const codes = parts.has("codes") ? measureCodes(quick ? 8 : 20) : null;

  const needsCluster = parts.has("postgres") || parts.has("pgbench") || parts.has("import");
  const cluster = needsCluster ? await startCluster(arena) : null;
  const stores: Store[] = [];
  if (parts.has("sqlite")) stores.push(sqliteStore(arena));
  if (cluster !== null && parts.has("postgres")) stores.push(postgresStore(arena, cluster));
  const beside: Entrant[] = [];
  if (cluster !== null && parts.has("pgbench")) beside.push(await pgbenchEntrant(cluster, arena.folder, tokens));

  const http = await httpPart(arena, options, stores, beside);
  const sizes = parts.has("sizes") ? await sizesPart(arena, options, stores, http.running) : { lines: [], memory: [] };
  const imports = parts.has("import") ? await importPart(arena, options, storesOf(arena, cluster)) : [];
  const lines = [...http.lines, ...sizes.lines];
  const known = new Set(sizes.memory.map(({ store, tokens: size }) => `${store} ${size}`));
  const memory = [...http.memory.filter((one) => !known.has(`${one.store} ${one.tokens}`)), ...sizes.memory];
  return {
    command,
    machine: { ...machine, postgres: cluster === null ? null : await versionOf(cluster) },
    rounds,
    secondsPerWindow,
    tokens,
    codes,
    lines,
    memory,
    imports,
    against: null,
    targets: targetsOf(lines, memory, codes?.ratios ?? null),
  };
}

/** Nothing but the two checkouts: they fill the machine by themselves. */
async function runAgainst(
  arena: Arena,
  options: Options & { readonly against: string },
  machine: ReturnType<typeof describeMachine>,
): Promise<Report> {
  const cluster = options.parts.has("postgres") ? await startCluster(arena) : null;
  const against = await againstPart(arena, options, cluster);
  const { command, rounds, secondsPerWindow, tokens } = options;
  const postgres = cluster === null ? null : await versionOf(cluster);
  const nothing = { codes: null, lines: [], memory: [], imports: [], targets: [] };
  return { command, machine: { ...machine, postgres }, rounds, secondsPerWindow, tokens, ...nothing, against };
}

function storesOf(arena: Arena, cluster: Cluster | null): Store[] {
  return [sqliteStore(arena), ...(cluster === null ? [] : [postgresStore(arena, cluster)])];
}

/** Loaded when it is needed: the other parts run where there is no PostgreSQL. Null, and said, where there is none. */
async function startCluster({ start, say }: Arena): Promise<Cluster | null> {
  const { clusterMissing } = await import("@warifu/storage/test-cluster");
  const missing = clusterMissing();
  if (missing !== null) {
    say(`PostgreSQL is left out: ${missing}`);
    return null;
  }
  const { startBenchCluster } = await import("./postgres/start-cluster.ts");
  return start(startBenchCluster());
}

async function versionOf(cluster: Cluster): Promise<string> {
  const { rows } = await withClient(cluster.url, (client) =>
    client.query<{ version: string }>("SELECT current_setting('server_version') AS version"),
  );
  return `PostgreSQL ${rows[0]?.version ?? "unknown"}`;
}
