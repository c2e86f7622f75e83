import { constants } from "node:fs";
import { open } from "node:fs/promises";
import { Refused } from "../refused.ts";

/**
 * A file that an operator named and that is read as a whole. `what` begins the sentence of a refusal: "The policy file".
 * @throws Refused when it is not there, no ordinary file (a pipe may never end), or larger than `mostBytes`
 */
export async function readSmallFile(path: string, what: string, mostBytes: number): Promise<Buffer> {
  const refuse = (why: string, cause?: unknown): never => {
    throw new Refused(`${what} ${path} ${why}.`, { cause });
  };
  // A pipe that nobody writes into would keep an ordinary open waiting for ever.
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch((error: unknown) =>
    refuse(isMissing(error) ? "does not exist" : "cannot be read", error),
  );
  try {
    const { size, isOrdinary } = await file.stat().then((found) => ({ size: found.size, isOrdinary: found.isFile() }));
    if (!isOrdinary) refuse("is no ordinary file");
    if (size > mostBytes) refuse(`has ${size} bytes; at most ${mostBytes}`);
    return await file.readFile().catch((error: unknown) => refuse("cannot be read", error));
  } finally {
    await file.close();
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
