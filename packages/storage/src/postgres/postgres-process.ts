import { spawn, spawnSync } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { delimiter, join } from "node:path";

/** Where initdb, postgres and the others lie: Debian keeps them out of PATH. Undefined when there are none. */
export function findBinaries(): string | undefined {
  const versions = "/usr/lib/postgresql";
  const debian = existsSync(versions)
    ? readdirSync(versions)
        .toSorted((a, b) => Number(b) - Number(a))
        .map((version) => join(versions, version, "bin"))
    : [];
  const folders = [...debian, ...(process.env["PATH"] ?? "").split(delimiter)];
  return folders.find((folder) => existsSync(join(folder, "initdb")) && existsSync(join(folder, "postgres")));
}

/** PostgreSQL refuses to run as root: then it runs as `postgres`, or as `nobody` where there is no such user. */
export interface RunAs {
  readonly uid: number;
  readonly gid: number;
}

/** Null: as whoever we are. Undefined: we are root and know no other user. */
export function whoRunsIt(): RunAs | null | undefined {
  if (process.getuid?.() !== 0) return null;
  const users = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .map((line) => line.split(":"));
  const user = users.find(([name]) => name === "postgres") ?? users.find(([name]) => name === "nobody");
  return user === undefined ? undefined : { uid: Number(user[2]), gid: Number(user[3]) };
}

/** Runs one of PostgreSQL's own programs to its end. @throws with what it printed */
export function runTool(
  file: string,
  args: readonly string[],
  runAs: RunAs | null,
  environment: NodeJS.ProcessEnv = {},
): void {
  const { error, status, stderr, stdout } = spawnSync(file, args, {
    ...runAs,
    cwd: "/",
    env: { PATH: process.env["PATH"], LC_ALL: "C", ...environment },
    encoding: "utf8",
  });
  if (error !== undefined || status !== 0) {
    throw new Error(`${file} failed: ${stderr ?? ""}${stdout ?? ""}`, { cause: error });
  }
}

/** One running postmaster, a child of this process. */
export interface PostgresProcess {
  readonly pid: number;
  /** Orderly and fast: sessions are ended, the data is on the disk. */
  stop(): Promise<void>;
  /** As in a power cut, but for the disk's cache: postmaster and every session die in the middle of what they do. */
  kill9(): Promise<void>;
  readonly hasEnded: () => boolean;
}

/** Starts a postmaster over a data folder; it may not be ready yet. */
export function startPostgres(binaries: string, dataFolder: string, runAs: RunAs | null): PostgresProcess {
  // A test process that dies must leave no database behind: Linux then sends SIGINT, which is a fast shutdown.
  const dieWithUs = process.platform === "linux" && existsSync("/usr/bin/setpriv");
  const postgres = [join(binaries, "postgres"), "-D", dataFolder];
  const as = runAs === null ? [] : [`--reuid=${runAs.uid}`, `--regid=${runAs.gid}`, "--clear-groups"];
  const [file = "", ...args] = dieWithUs ? ["/usr/bin/setpriv", ...as, "--pdeathsig=INT", ...postgres] : postgres;
  const child = spawn(file, args, {
    ...(dieWithUs ? {} : runAs),
    cwd: "/",
    env: { PATH: process.env["PATH"], LC_ALL: "C" },
    stdio: "ignore",
  });
  const { pid } = child;
  if (pid === undefined) throw new Error("postgres cannot be started.");
  const ended = endOf(child);
  let hasEnded = false;
  void ended.then(() => {
    hasEnded = true;
  });
  const endWithUs = () => {
    if (!hasEnded) child.kill("SIGINT");
  };
  process.once("exit", endWithUs);
  void ended.then(() => process.removeListener("exit", endWithUs));
  // A test that forgets its cluster ends all the same.
  child.unref();
  return {
    pid,
    async stop() {
      child.ref();
      if (!hasEnded) child.kill("SIGINT");
      await ended;
    },
    async kill9() {
      child.ref();
      const sessions = childrenOf(pid);
      child.kill("SIGKILL");
      for (const session of sessions) killIfThere(session);
      await ended;
    },
    hasEnded: () => hasEnded,
  };
}

function endOf(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once("exit", () => resolve());
    child.once("error", () => resolve());
  });
}

/** Elsewhere than on Linux the sessions notice by themselves that their postmaster is gone. */
function childrenOf(pid: number): number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ").filter(Boolean).map(Number);
  } catch {
    return [];
  }
}

function killIfThere(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended by itself meanwhile.
  }
}
