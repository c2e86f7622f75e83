import { describe, expect, it, vi } from "vitest";
import { makeLog } from "./log.ts";

function logInto() {
  const lines: string[] = [];
  const log = makeLog({ logLevel: "debug" }, { write: (line) => lines.push(line) });
  return { log, written: () => lines.join("") };
}

describe("the log", () => {
  it("writes the fields that are allowed and drops every other one", () => {
    const { log, written } = logInto();
    log.info(
      { status: 200, route: "/v1/customers/:customerId", otp: "12345678", body: { password: "hunter2" } },
      "answered",
    );
    expect(JSON.parse(written())).toMatchObject({ level: "info", status: 200, msg: "answered" });
    expect(written()).not.toMatch(/12345678|hunter2|password/);
  });

  it("tells the kind and place of an error, never its message, which may quote input", () => {
    const { log, written } = logInto();
    const cause = new SyntaxError("Unexpected token in hunter2");
    log.error(new Error("hunter2", { cause }));
    log.error({ err: new TypeError("hunter2") }, "a sentence");
    log.error({ err: new TypeError("hunter2") });
    expect(written()).not.toContain("hunter2");
    expect(written()).toContain("log.test.ts");
    expect(JSON.parse(written().split("\n")[0] ?? "")).toMatchObject({
      error: { name: "Error", cause: { name: "SyntaxError" } },
    });
  });

  it("takes no line of a message for a place, however it is written", () => {
    const { log, written } = logInto();
    log.error({ err: new TypeError("x\n    at hunter2 (12345678)\n    at hunter3") }, "a sentence");
    const cause = new Error("\n    at hunter4\n    at hunter5");
    log.error(new Error("    at hunter6", { cause }));
    expect(written()).not.toMatch(/hunter|12345678/);
    expect(written()).toContain("log.test.ts");
  });

  it("keeps no address or path in a message that a library wrote", () => {
    const { log, written } = logInto();
    log.warn('Reply was already sent in the "/sign-in/secret?code=12345678" (GET) route');
    log.info("Server listening at http://127.0.0.1:4001");
    expect(written()).not.toMatch(/secret|12345678|127/);
  });

  it("drops what a library binds to its own child logger", () => {
    const { log, written } = logInto();
    log.child({ requestId: "1", url: "/sign-in/secret", req: { headers: { cookie: "hunter2" } } }).info("in a child");
    expect(written()).toContain('"requestId":"1"');
    expect(written()).not.toMatch(/secret|hunter2/);
  });
});

describe("a line's time", () => {
  it("is UTC to the millisecond, as RFC 3339 writes it", () => {
    vi.useFakeTimers({ now: Date.UTC(2026, 0, 2, 3, 4, 5, 6) });
    try {
      const { log, written } = logInto();
      log.info({}, "first");
      vi.setSystemTime(Date.UTC(2026, 0, 2, 3, 4, 5, 67));
      log.info({}, "second");
      vi.setSystemTime(Date.UTC(2026, 0, 2, 3, 4, 4, 999));
      log.info({}, "the clock went back");
      const times = written()
        .trim()
        .split("\n")
        .map((line) => (JSON.parse(line) as { time: string }).time);
      expect(times).toEqual(["2026-01-02T03:04:05.006Z", "2026-01-02T03:04:05.067Z", "2026-01-02T03:04:04.999Z"]);
    } finally {
      vi.useRealTimers();
    }
  });
});
