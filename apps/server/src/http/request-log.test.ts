import type { FastifyBaseLogger } from "fastify";
import { describe, expect, it } from "vitest";
import { makeLog } from "../telemetry/log.ts";
import { requestLog } from "./request-log.ts";

describe("a request's own log", () => {
  it("names the request in every line, at every level, and makes no child before the first one", () => {
    const lines: string[] = [];
    let children = 0;
    const log = makeLog({ logLevel: "debug" }, { write: (line) => lines.push(line) });
    const makeChild: (this: FastifyBaseLogger, bindings: object) => FastifyBaseLogger = Reflect.get(log, "child");
    Reflect.set(log, "child", function child(this: FastifyBaseLogger, bindings: object) {
      children += 1;
      return makeChild.call(this, bindings);
    });
    const own: FastifyBaseLogger = requestLog(log, { requestId: "r-1", password: "hunter2" });
    expect([children, own.level]).toEqual([0, "debug"]);
    own.debug({ status: 200 }, "debug");
    own.info("info");
    own.warn({ reason: "x" }, "warn");
    own.error({}, "error");
    own.fatal({}, "fatal");
    own.child({ count: 3 }).info({}, "child");

    expect(lines).toHaveLength(6);
    for (const line of lines) expect(line).toContain('"requestId":"r-1"');
    expect(lines.join("")).not.toContain("hunter2");
  });
});
