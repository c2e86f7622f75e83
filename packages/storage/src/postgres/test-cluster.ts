import { randomBytes } from "node:crypto";
import { appendFileSync, chownSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import { findBinaries, runTool, startPostgres, whoRunsIt } from "./postgres-process.ts";
import type { PostgresProcess, RunAs } from "./postgres-process.ts";

export interface ClusterOptions {
  /** A second server that follows the first by streaming replication; `synchronous`: each commit waits for it. */
  readonly standby?: "synchronous" | "asynchronous";
  /** Without fsync: faster, and only a power cut could tell. Never for tests about losing data. */
  readonly fast?: boolean;
  /** Further lines for postgresql.conf, e.g. `{ shared_buffers: "1GB" }`. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** A PostgreSQL cluster of its own, on loopback, with a database `warifu` that its ordinary user `warifu` owns. */
export interface Cluster {
  /** Where Warifu's tables go; an empty database. */
  readonly url: string;
  /** The same database as superuser. */
  readonly adminUrl: string;
  /** The standby's address, for the ordinary user and for the superuser; null without one. */
  readonly standbyUrl: string | null;
  readonly standbyAdminUrl: string | null;
  readonly dataFolder: string;
  /** One more empty database, or a copy of the one named, which nobody may be connected to. Gives its address. */
  newDatabase(template?: string): Promise<string>;
  /** Statements as superuser, in the database that Warifu's address names. */
  asAdmin(sql: string): Promise<void>;
  /** The primary dies without warning. */
  kill9(): Promise<void>;
  /** The primary stops in an orderly way. */
  stopPrimary(): Promise<void>;
  /** Starts the primary again, after kill9 or by itself, on the same port. */
  restart(): Promise<void>;
  /** Makes the standby writable: from now on `standbyUrl` is the primary. The old primary should be dead by then. */
  promoteStandby(): Promise<void>;
  /** The standby stops following, or goes on: what a commit that waits for it notices. */
  stopStandby(): Promise<void>;
  startStandby(): Promise<void>;
  /** Ends everything and removes it. Again: does nothing. */
  stop(): Promise<void>;
}

/**
 * Why there can be no cluster here; null when there can. Tests then skip and say so, but in CI a missing database is an error.
 * @throws Error in CI
 */
export function clusterMissing(): string | null {
  const missing = whatIsMissing();
  if (missing !== null && process.env["CI"] === "true") throw new Error(`CI needs PostgreSQL: ${missing}`);
  return missing;
}

function whatIsMissing(): string | null {
  if (findBinaries() === undefined) return "no PostgreSQL in /usr/lib/postgresql/*/bin or PATH";
  if (whoRunsIt() === undefined) return "root has neither a user postgres nor nobody to run it as";
  return null;
}

/** Makes and starts a cluster in a temporary folder. @throws Error when there can be none */
export async function startCluster(options: ClusterOptions = {}): Promise<Cluster> {
  const binaries = findBinaries();
  const runAs = whoRunsIt();
  if (binaries === undefined || runAs === undefined) throw new Error(whatIsMissing() ?? "");
  const folder = mkdtempSync(join(tmpdir(), "warifu-postgres-"));
  giveTo(folder, runAs);
  const passwords = { postgres: randomBytes(12).toString("hex"), warifu: randomBytes(12).toString("hex") };
  const dataFolder = join(folder, "primary");
  const port = await freePort();
  const standbyPort = options.standby === undefined ? null : await freePort();
  const urlOf = (user: keyof typeof passwords, database: string, at: number) =>
    `postgres://${user}:${passwords[user]}@127.0.0.1:${at}/${database}`;
  const adminUrl = urlOf("postgres", "warifu", port);
  const standbyAdminUrl = standbyPort === null ? null : urlOf("postgres", "warifu", standbyPort);
  const running: { primary?: PostgresProcess; standby?: PostgresProcess } = {};

  const start = async (which: "primary" | "standby", url: string) => {
    running[which] = await startUntilReady(() => startPostgres(binaries, join(folder, which), runAs), url);
  };
  const stop = async () => {
    await Promise.all([running.primary?.stop(), running.standby?.stop()]);
    rmSync(folder, { recursive: true, force: true });
  };
  const makePrimary = async () => {
    const passwordFile = join(folder, "password");
    writeFileSync(passwordFile, passwords.postgres);
    giveTo(passwordFile, runAs);
    const authentication = ["--auth=scram-sha-256", "--username=postgres", `--pwfile=${passwordFile}`];
    const shape = ["--encoding=UTF8", "--locale=C", "--no-sync"];
    runTool(join(binaries, "initdb"), ["-D", dataFolder, ...authentication, ...shape], runAs);
    appendFileSync(join(dataFolder, "postgresql.conf"), configuration(port, options));
    const maintenance = urlOf("postgres", "postgres", port);
    await start("primary", maintenance);
    await runSql(maintenance, `CREATE ROLE warifu LOGIN PASSWORD '${passwords.warifu}'`);
    await runSql(maintenance, "CREATE DATABASE warifu OWNER warifu");
  };
  const makeStandby = async (at: number, url: string) => {
    const standbyFolder = join(folder, "standby");
    const source = `${urlOf("postgres", "postgres", port)}?application_name=standby`;
    const how = ["-D", standbyFolder, "-R", "-X", "stream", "--checkpoint=fast", "--no-sync"];
    runTool(join(binaries, "pg_basebackup"), [...how, "-d", source], runAs);
    appendFileSync(join(standbyFolder, "postgresql.conf"), `port = ${at}\n`);
    await start("standby", url);
    if (options.standby === "asynchronous")
      return until(adminUrl, "SELECT 1 FROM pg_stat_replication WHERE state = 'streaming'");
    await runSql(adminUrl, "ALTER SYSTEM SET synchronous_standby_names = 'standby'");
    await runSql(adminUrl, "SELECT pg_reload_conf()");
    await until(adminUrl, "SELECT 1 FROM pg_stat_replication WHERE sync_state = 'sync'");
  };
  try {
    await makePrimary();
    if (standbyPort !== null && standbyAdminUrl !== null) await makeStandby(standbyPort, standbyAdminUrl);
  } catch (error) {
    await stop();
    throw error;
  }
  let databases = 0;
  return {
    url: urlOf("warifu", "warifu", port),
    adminUrl,
    standbyUrl: standbyPort === null ? null : urlOf("warifu", "warifu", standbyPort),
    standbyAdminUrl,
    dataFolder,
    async newDatabase(template) {
      databases += 1;
      const name = `warifu_${databases}`;
      const like = template === undefined ? "" : `TEMPLATE ${new URL(template).pathname.slice(1)}`;
      await runSql(urlOf("postgres", "postgres", port), `CREATE DATABASE ${name} OWNER warifu ${like}`);
      return urlOf("warifu", name, port);
    },
    async asAdmin(sql) {
      await runSql(adminUrl, sql);
    },
    kill9: async () => running.primary?.kill9(),
    stopPrimary: async () => running.primary?.stop(),
    async restart() {
      await running.primary?.stop();
      await start("primary", adminUrl);
    },
    async promoteStandby() {
      if (standbyAdminUrl === null) throw new Error("The cluster has no standby.");
      await runSql(standbyAdminUrl, "SELECT pg_promote(true, 900)");
    },
    stopStandby: async () => running.standby?.stop(),
    async startStandby() {
      if (standbyAdminUrl === null) throw new Error("The cluster has no standby.");
      await start("standby", standbyAdminUrl);
    },
    stop,
  };
}

/** A dump as an operator takes it and puts it back, with PostgreSQL's own programs. */
export function dumpAndRestore({ adminUrl, dataFolder, asAdmin }: Cluster): {
  take(): Promise<void>;
  /** Into a database made anew under the old name, or over the tables that are there. Whoever is connected is thrown out. */
  putBack(into: "database" | "tables"): Promise<void>;
} {
  const binaries = findBinaries() ?? "";
  const runAs = whoRunsIt() ?? null;
  const file = join(dataFolder, "../warifu.dump");
  const maintenance = new URL(adminUrl);
  const name = maintenance.pathname.slice(1);
  maintenance.pathname = "/postgres";
  const environment = { PGPASSWORD: maintenance.password };
  const place = ["-h", "127.0.0.1", "-p", maintenance.port, "-U", maintenance.username];
  return {
    take: async () => runTool(join(binaries, "pg_dump"), [...place, "-Fc", "-f", file, name], runAs, environment),
    async putBack(into) {
      const restore = [...place, "-d", name];
      if (into === "tables") {
        await asAdmin(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}' AND pid <> pg_backend_pid()`,
        );
        runTool(join(binaries, "pg_restore"), [...restore, "--clean", "--if-exists", file], runAs, environment);
        return;
      }
      await runSql(maintenance.href, `DROP DATABASE ${name} WITH (FORCE)`);
      await runSql(maintenance.href, `CREATE DATABASE ${name} OWNER warifu TEMPLATE template0`);
      runTool(join(binaries, "pg_restore"), [...restore, file], runAs, environment);
    },
  };
}

function configuration(port: number, { fast = false, settings = {} }: ClusterOptions): string {
  const lines = {
    port: String(port),
    listen_addresses: "'127.0.0.1'",
    unix_socket_directories: "''",
    max_wal_senders: "4",
    log_destination: "'stderr'",
    logging_collector: "off",
    ...(fast ? { fsync: "off", full_page_writes: "off" } : {}),
    ...settings,
  };
  return Object.entries(lines)
    .map(([name, value]) => `${name} = ${value}\n`)
    .join("");
}

/** Ends a hang, and no slow start: a busy machine takes its time. */
const patienceMs = 15 * 60_000;

/**
 * Waits as long as the postmaster lives. After kill -9 the memory of dead sessions may be taken for a few moments: then it ends at once
 * and is tried again, for a while.
 */
async function startUntilReady(start: () => PostgresProcess, url: string): Promise<PostgresProcess> {
  let postgres = start();
  let startsLeft = 100;
  const giveUpAt = performance.now() + patienceMs;
  for (;;) {
    if (await answers(url)) return postgres;
    await wait(50);
    if (postgres.hasEnded()) {
      if (startsLeft === 0) throw new Error("PostgreSQL ended again and again at its start.");
      startsLeft -= 1;
      postgres = start();
    }
    if (performance.now() > giveUpAt) break;
  }
  await postgres.stop();
  throw new Error(`PostgreSQL lives, but did not answer within ${patienceMs / 60_000} minutes.`);
}

async function answers(url: string): Promise<boolean> {
  try {
    await runSql(url, "SELECT 1");
    return true;
  } catch {
    return false;
  }
}

async function until(url: string, sql: string): Promise<void> {
  const giveUpAt = performance.now() + patienceMs;
  while (performance.now() < giveUpAt) {
    if ((await runSql(url, sql)) > 0) return;
    await wait(50);
  }
  throw new Error(`This did not come true within ${patienceMs / 60_000} minutes: ${sql}`);
}

async function runSql(url: string, sql: string): Promise<number> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 60_000 });
  client.on("error", () => undefined);
  await client.connect();
  try {
    return (await client.query(sql)).rowCount ?? 0;
  } finally {
    await client.end();
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}

function giveTo(path: string, runAs: RunAs | null): void {
  if (runAs !== null) chownSync(path, runAs.uid, runAs.gid);
}
