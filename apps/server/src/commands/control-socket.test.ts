import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createConnection, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { memoryStorage } from "@warifu/storage";
import { afterEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { makeLog } from "../telemetry/log.ts";
import { Refused } from "../refused.ts";
import { dataCommand } from "./command.ts";
import type { CommandHost } from "./command.ts";
import { askService, controlSocketPath, NoAnswer, openControlSocket, serviceAnswers } from "./control-socket.ts";
import type { ControlSocket } from "./control-socket.ts";

const host: CommandHost = { storage: memoryStorage({ nowMs: () => 0 }), nowMs: () => 0, consoleOrigin: () => "" };
const lines: string[] = [];
const log = makeLog({ logLevel: "debug" }, { write: (line) => lines.push(line) });

const echo = dataCommand({
  name: "echo",
  summary: "",
  help: "",
  options: {},
  schema: z.strictObject({ say: z.string({ error: "is missing" }) }),
  async perform(_host, { say }) {
    if (say === "refuse") throw new Refused("The operator can mend this.");
    if (say === "fail") throw new Error("hunter2");
    return { text: say, json: { said: say } };
  },
});

const open: ControlSocket[] = [];
const folders: string[] = [];

afterEach(async () => {
  for (const socket of open.splice(0)) await socket.close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function newPath(): string {
  const folder = mkdtempSync(join(tmpdir(), "warifu-socket-"));
  folders.push(folder);
  return join(folder, "w.db.sock");
}

async function openAt(path: string): Promise<void> {
  open.push(await openControlSocket(path, host, [echo], log));
}

describe("the control socket", () => {
  it("carries a command to the running service and its answer back, whatever the size", async () => {
    const path = newPath();
    await openAt(path);
    expect(await askService(path, "echo", { say: "日本語" })).toEqual({ text: "日本語", json: { said: "日本語" } });
    const long = "x".repeat(1_500_000);
    expect((await askService(path, "echo", { say: long }))?.text).toHaveLength(long.length);
  });

  it("reads no request that is so long that the service would stand still", async () => {
    const path = newPath();
    await openAt(path);
    await expect(askService(path, "echo", { say: "x".repeat(5_000_000) })).rejects.toThrow(NoAnswer);
    expect((await askService(path, "echo", { say: "still here" }))?.text).toBe("still here");
  });

  it("can be opened by the owner only, from its first moment", async () => {
    const path = newPath();
    await openAt(path);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it("says nobody is there when no service runs, also next to the rest of a killed one", async () => {
    const path = newPath();
    expect(await askService(path, "echo", { say: "x" })).toBeNull();
    await leaveDeadSocket(path);
    expect(existsSync(path)).toBe(true);
    expect(await askService(path, "echo", { say: "x" })).toBeNull();
    await openAt(path);
    expect(await serviceAnswers(path)).toBe(true);
  });

  it("is not opened twice: the second service is refused", async () => {
    const path = newPath();
    await openAt(path);
    await expect(openControlSocket(path, host, [echo], log)).rejects.toThrow("already running");
    expect(await serviceAnswers(path)).toBe(true);
  });

  it("hands refusals over in their own words and keeps surprises to the log", async () => {
    const path = newPath();
    await openAt(path);
    await expect(askService(path, "echo", { say: "refuse" })).rejects.toThrow("The operator can mend this.");
    await expect(askService(path, "echo", {})).rejects.toThrow("--say is missing");
    await expect(askService(path, "echo", { say: "fail" })).rejects.toThrow("its log says where");
    await expect(askService(path, "unknown", {})).rejects.toThrow("does not know this command");
    expect(lines.join("")).not.toContain("hunter2");
  });

  it("survives garbage and callers who hang up", async () => {
    const path = newPath();
    await openAt(path);
    for (const garbage of ["", "\n", "{", "null\n", '{"command":1}\n', "x".repeat(100_000)]) await say(path, garbage);
    expect((await askService(path, "echo", { say: "still here" }))?.text).toBe("still here");
  });

  it("lies beside the database, or where the system takes the name when that path is too long", () => {
    expect(controlSocketPath("sqlite:/data/w.db")).toBe("/data/w.db.sock");
    const far = controlSocketPath(`sqlite:/${"long/".repeat(40)}w.db`) ?? "";
    expect(Buffer.byteLength(far)).toBeLessThanOrEqual(100);
    expect(controlSocketPath("memory:")).toBeNull();
    expect(controlSocketPath("postgres://x")).toBeNull();
  });

  it("never deletes a file that is not a socket", async () => {
    const path = newPath();
    writeFileSync(path, "precious");
    await expect(openControlSocket(path, host, [echo], log)).rejects.toThrow("EADDRINUSE");
    expect(existsSync(path)).toBe(true);
  });
});

function say(path: string, text: string): Promise<void> {
  return new Promise((resolve) => {
    const socket = createConnection(path, () => socket.end(text));
    socket.on("error", () => resolve());
    socket.on("close", () => resolve());
    socket.resume();
  });
}

/** What a killed process leaves: a socket file with nobody behind it. */
async function leaveDeadSocket(path: string): Promise<void> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(path, resolve));
  // Closing would remove the file; a hard link keeps the name, as a kill does.
  const { linkSync, renameSync } = await import("node:fs");
  linkSync(path, `${path}.kept`);
  await new Promise<void>((resolve) => server.close(() => resolve()));
  renameSync(`${path}.kept`, path);
}
