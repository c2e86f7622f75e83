import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { LastingChild, PartFailed, warifu } from "./child.ts";

let folder: string;
const notHurried = new AbortController().signal;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "warifu-child-"));
});

afterEach(() => rmSync(folder, { recursive: true }));

function program(code: string) {
  const file = join(folder, "program.mjs");
  writeFileSync(file, code);
  return { name: "the part", args: [file] };
}

describe("a part of the demo", () => {
  it("that ends at its start is given up, with the end of what it said", async () => {
    const { promise, resolve } = Promise.withResolvers<PartFailed>();
    const child = new LastingChild(
      program("console.log('on my way'); console.error('no such key ring'); process.exit(3);"),
      {},
      {
        onGivenUp: resolve,
      },
    );
    const failure = await promise;
    await child.stop(notHurried);
    expect(failure.message).toBe("the part (exit 3)");
    expect(failure.lastLines).toContain("on my way");
    expect(failure.lastLines).toContain("no such key ring");
  });

  it("that does not listen to being stopped is ended at once by a second Ctrl-C", async () => {
    const { promise: started, resolve } = Promise.withResolvers<number>();
    const deaf = program("process.on('SIGTERM', () => {}); setInterval(() => {}, 1000);");
    const child = new LastingChild(deaf, {}, { onStarted: resolve, onGivenUp: () => undefined });
    const processId = await started;
    const hurrying = new AbortController();
    const stopped = child.stop(hurrying.signal);
    hurrying.abort();
    await stopped;
    expect(() => process.kill(processId, 0)).toThrow("ESRCH");
  });

  it("that has gone already is stopped without waiting", async () => {
    const { promise, resolve } = Promise.withResolvers<PartFailed>();
    const child = new LastingChild(program("process.exit(1);"), {}, { onGivenUp: resolve });
    await promise;
    await child.stop(notHurried);
  });

  it("a command that fails says what it said", async () => {
    const failing = warifu(["no-such-command"], {}, new AbortController().signal);
    const failure = await failing.catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(PartFailed);
    expect((failure as PartFailed).message).toMatch(/^warifu no-such-command \(exit \d+\)$/);
    expect((failure as PartFailed).lastLines).not.toBe("");
  });
});
