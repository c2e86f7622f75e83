import { execFileSync } from "node:child_process";
import type { ServerNode } from "./server-node.ts";

/**
 * Sets RLIMIT_FSIZE of the running process (prlimit of util-linux): whatever it writes beyond that many bytes of a file fails,
 * also where there is room. With 0 nothing can be written any more. A limit ends with its process.
 */
export function limitFileSizes(node: ServerNode, bytes: number | "unlimited"): void {
  const processId = node.processId();
  if (processId !== null) execFileSync("/usr/bin/prlimit", ["--pid", String(processId), `--fsize=${bytes}:unlimited`]);
}
