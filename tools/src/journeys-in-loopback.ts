import { spawnSync } from "node:child_process";
import { join } from "node:path";
import process from "node:process";

// `npm run journeys:loopback [-- FILE …]`: the token app's journeys on a machine whose only network is itself, as a laptop's on a train. There a
// browser says that it is offline, although the service on this machine answers. Linux gives such a network to one command.

const root = join(import.meta.dirname, "../..");

/** How a command gets a network of its own: as root, or as root of a user namespace where everybody may have one. */
const ways = [
  ["unshare", "--net"],
  ["unshare", "--map-root-user", "--net"],
];

/** A new network has nothing but a loopback interface, and that is down. */
const loopbackUp = "ip link set lo up 2>/dev/null || ifconfig lo up";

const [file, ...wayArgs] = ways.find(([command = "", ...args]) => runs(command, ...args, "sh", "-c", loopbackUp)) ?? [];

if (file === undefined) {
  const why = "This machine gives no command a network of its own (unshare --net with ip or ifconfig, on Linux)";
  process.stderr.write(`${why}: the token app's journeys with loopback alone are left out.\n`);
  process.exit(process.env["CI"] === "true" ? 1 : 0);
}

const named = process.argv.slice(2);
const journeys = named.length > 0 ? named : ["e2e/all-five-steps", "e2e/step-3", "e2e/step-4", "e2e/ways-round"];
process.stdout.write(`With loopback alone: ${journeys.join(" ")}\n`);
const vitest = [join(root, "scripts/run.mjs"), "--bin", "vitest", "run", "--config", "e2e/vitest.config.ts"];
const inside = ["sh", "-c", `(${loopbackUp}) && exec "$0" "$@"`, process.execPath, ...vitest, ...journeys];
const { status } = spawnSync(file, [...wayArgs, ...inside], { cwd: root, stdio: "inherit" });
process.exit(status ?? 1);

function runs(command: string, ...args: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: "ignore" }).status === 0;
}
