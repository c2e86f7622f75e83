import { createHash } from "node:crypto";
import { chmodSync, existsSync, lstatSync, rmSync } from "node:fs";
import { createConnection, createServer } from "node:net";
import type { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FastifyBaseLogger } from "fastify";
import { z } from "zod";
import { orRefused } from "../database/open-database.ts";
import { describeError } from "../telemetry/log.ts";
import { Refused } from "../refused.ts";
import type { Answer, CommandHost, DataCommand } from "./command.ts";

/**
 * How a command reaches the service that owns the database file: one line of JSON there, one line back, over a socket that only
 * the file's owner can open (0600). Whoever can open it could read the file and the key ring as well.
 */
const requestSchema = z.strictObject({ command: z.string(), input: z.unknown() });
const replySchema = z.discriminatedUnion("ok", [
  z.strictObject({ ok: z.literal(true), text: z.string(), json: z.record(z.string(), z.unknown()) }),
  z.strictObject({ ok: z.literal(false), message: z.string() }),
]);
type Reply = z.infer<typeof replySchema>;

/** What is longer comes in pieces: none may be so long that the service stands still while it reads it. */
const requestLimitBytes = 4 * 1024 * 1024;

/** Longest path that every system's sockaddr_un takes. */
const longestSocketPath = 100;

/** null where no single process owns the database (PostgreSQL, memory). */
export function controlSocketPath(database: string): string | null {
  if (!database.startsWith("sqlite:")) return null;
  const path = `${database.slice("sqlite:".length)}.sock`;
  if (process.platform !== "win32" && Buffer.byteLength(path) <= longestSocketPath) return path;
  const name = `warifu-${createHash("sha256").update(path).digest("hex").slice(0, 32)}`;
  return process.platform === "win32" ? `\\\\.\\pipe\\${name}` : join(tmpdir(), `${name}.sock`);
}

export interface ControlSocket {
  close(): Promise<void>;
}

/**
 * Answers commands in the running service.
 * @throws Refused when another service answers there already
 */
export async function openControlSocket(
  path: string,
  host: CommandHost,
  commands: readonly DataCommand[],
  log: FastifyBaseLogger,
): Promise<ControlSocket> {
  await claimPath(path);
  const connections = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    connections.add(socket);
    socket.once("close", () => connections.delete(socket));
    socket.on("error", () => socket.destroy());
    void answer(socket, host, commands, log);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    // The socket is made with these rights; changing them afterwards would leave a gap.
    const before = process.umask(0o177);
    try {
      server.listen(path, resolve);
    } finally {
      process.umask(before);
    }
  });
  if (process.platform !== "win32") chmodSync(path, 0o600);
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of connections) socket.destroySoon();
      }),
  };
}

/** The service went away in the middle. */
export class NoAnswer extends Refused {
  override name = "NoAnswer";
}

/**
 * Sends a command to the service that owns the database; null when there is none.
 * @throws Refused with the service's own sentence · NoAnswer
 */
export async function askService(path: string, command: string, input: unknown): Promise<Answer | null> {
  const socket = await connect(path);
  if (!socket) return null;
  socket.end(`${JSON.stringify({ command, input })}\n`);
  const reply = parseReply(await readLine(socket, requestLimitBytes));
  if (!reply)
    throw new NoAnswer("The running service did not answer. Whether the command was carried out is not known.");
  if (!reply.ok) throw new Refused(reply.message);
  return { text: reply.text, json: reply.json };
}

export async function serviceAnswers(path: string): Promise<boolean> {
  const socket = await connect(path);
  socket?.destroy();
  return socket !== null;
}

async function claimPath(path: string): Promise<void> {
  if (await serviceAnswers(path)) {
    throw new Refused(
      "A service is already running with this database: stop it first, or give this one another WARIFU_DATABASE.",
    );
  }
  // Left over from a process that was killed.
  if (process.platform !== "win32" && existsSync(path) && lstatSync(path).isSocket()) rmSync(path);
}

function connect(path: string): Promise<Socket | null> {
  // Where the socket lies in a folder that everybody may write to, somebody else's must not be talked to.
  if (process.getuid !== undefined) {
    const owner = lstatSync(path, { throwIfNoEntry: false })?.uid;
    if (owner === undefined) return Promise.resolve(null);
    if (owner !== process.getuid() && process.getuid() !== 0) {
      throw new Refused("The running service belongs to another user of this machine: run the command as that user.");
    }
  }
  return new Promise((resolve) => {
    const socket = createConnection({ path, allowHalfOpen: true });
    socket.once("connect", () => resolve(socket));
    socket.once("error", () => resolve(null));
  });
}

async function answer(
  socket: Socket,
  host: CommandHost,
  commands: readonly DataCommand[],
  log: FastifyBaseLogger,
): Promise<void> {
  const reply = await perform(await readLine(socket, requestLimitBytes), host, commands, log);
  socket.end(`${JSON.stringify(reply)}\n`);
}

async function perform(
  line: string | null,
  host: CommandHost,
  commands: readonly DataCommand[],
  log: FastifyBaseLogger,
): Promise<Reply> {
  const request = requestSchema.safeParse(parseJson(line));
  const command = request.success ? commands.find(({ name }) => name === request.data.command) : undefined;
  if (!request.success || !command) {
    return { ok: false, message: "The running service does not know this command: is it of another version?" };
  }
  try {
    const { text, json } = await orRefused(() => command.perform(host, request.data.input));
    log.info({ command: command.name }, "a command was carried out");
    return { ok: true, text, json: { ...json } };
  } catch (error) {
    if (error instanceof Refused) return { ok: false, message: error.message };
    log.error({ command: command.name, error: describeError(error) }, "a command failed");
    return { ok: false, message: "The command failed inside the running service; its log says where." };
  }
}

/** The first line, or null when the other side went away before its end or sent too much. */
function readLine(socket: Socket, limitBytes: number): Promise<string | null> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    socket.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > limitBytes) {
        socket.destroy();
        resolve(null);
        return;
      }
      chunks.push(chunk);
      if (chunk.includes(0x0a)) resolve(Buffer.concat(chunks).toString("utf8").split("\n", 1)[0] ?? null);
    });
    for (const end of ["end", "close", "error"]) socket.once(end, () => resolve(null));
  });
}

function parseJson(line: string | null): unknown {
  try {
    return line === null ? undefined : JSON.parse(line);
  } catch {
    return undefined;
  }
}

function parseReply(line: string | null): Reply | null {
  const result = replySchema.safeParse(parseJson(line));
  return result.success ? result.data : null;
}
