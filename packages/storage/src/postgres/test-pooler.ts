import { spawn } from "node:child_process";
import { once } from "node:events";
import { chownSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import { whoRunsIt } from "./postgres-process.ts";

const places = ["/usr/sbin/pgbouncer", "/usr/bin/pgbouncer", "/usr/local/bin/pgbouncer"];

/** Why there can be no pgbouncer here; null when there can. */
export function poolerMissing(): string | null {
  return findPooler() === undefined ? "no pgbouncer (Debian: apt-get install pgbouncer)" : null;
}

function findPooler(): string | undefined {
  return places.find((place) => existsSync(place));
}

export interface Pooler {
  /** The database's address, through the pooler. */
  readonly url: string;
  stop(): Promise<void>;
}

/** A pgbouncer on loopback before the database at `url`, as Debian delivers it but for the mode. */
export async function startPooler(url: string, mode: "session" | "transaction" | "statement"): Promise<Pooler> {
  const folder = mkdtempSync(join(tmpdir(), "warifu-pgbouncer-"));
  const runAs = whoRunsIt();
  const target = new URL(url);
  const port = await freePort();
  const [settings, users] = [join(folder, "pgbouncer.ini"), join(folder, "userlist.txt")];
  const database = target.pathname.slice(1);
  writeFileSync(users, `"${target.username}" "${target.password}"\n`);
  writeFileSync(
    settings,
    `[databases]
${database} = host=127.0.0.1 port=${target.port} dbname=${database}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = ${users}
pool_mode = ${mode}
`,
  );
  if (runAs) for (const path of [folder, settings, users]) chownSync(path, runAs.uid, runAs.gid);
  const child = spawn(findPooler() ?? "pgbouncer", [settings], { ...runAs, cwd: "/", stdio: "ignore" });
  const ended = once(child, "exit");
  const through = new URL(url);
  through.port = String(port);
  const stop = async (): Promise<void> => {
    child.kill("SIGKILL");
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  while (!(await answers(through.href))) {
    if (child.exitCode !== null) throw new Error(`pgbouncer ended with ${child.exitCode}`);
    await wait(50);
  }
  return { url: through.href, stop };
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => undefined);
  try {
    await client.connect();
    await client.end();
    return true;
  } catch {
    return false;
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
