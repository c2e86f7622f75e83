import { memoryStorage } from "@warifu/storage";
import { describe, expect, it } from "vitest";
import { absoluteMs, beginSession, changeSession, endSession, idleMs, readSession } from "./staff-session.ts";

const who = { staffId: "teller-1", institutionId: "institution-1" };
const start = Date.UTC(2026, 10, 22);

describe("a staff session", () => {
  it("is found by its secret, and no copy of the store holds the secret", async () => {
    const records = memoryStorage({ nowMs: () => start });
    const { secret } = await beginSession(records, who, start);
    const open = await readSession(records, secret, start);
    expect(open?.session).toMatchObject(who);
    expect(open?.sessionId).not.toContain(secret);
    expect(await readSession(records, open?.sessionId, start)).toBeNull();
    expect(await readSession(records, undefined, start)).toBeNull();
    expect(await readSession(records, "x".repeat(10_000), start)).toBeNull();
  });

  it("lives on with activity, but never past twelve hours", async () => {
    const records = memoryStorage({ nowMs: () => start });
    const { secret } = await beginSession(records, who, start);
    expect(await readSession(records, secret, start + idleMs - 1)).not.toBeNull();
    expect(await readSession(records, secret, start + 2 * idleMs - 2)).not.toBeNull();
    expect(await readSession(records, secret, start + 3 * idleMs)).toBeNull();
    for (let at = start; at < start + absoluteMs; at += idleMs / 2) await readSession(records, secret, at);
    expect(await readSession(records, secret, start + absoluteMs)).toBeNull();
  });

  it("keeps what a screen leaves for the next one", async () => {
    const records = memoryStorage({ nowMs: () => start });
    const { secret } = await beginSession(records, who, start);
    const open = await readSession(records, secret, start);
    if (open) await changeSession(records, open, { notice: "suspend" }, start);
    expect((await readSession(records, secret, start))?.session.notice).toBe("suspend");
  });

  it("keeps what two requests leave at once, each its own", async () => {
    const records = memoryStorage({ nowMs: () => start });
    const { secret } = await beginSession(records, who, start);
    const open = await readSession(records, secret, start);
    if (open === null) throw new TypeError("there is no session");
    await changeSession(records, open, { search: { quick: "1" } }, start);
    await changeSession(records, open, { notice: "suspend" }, start);
    expect((await readSession(records, secret, start))?.session).toMatchObject({
      notice: "suspend",
      search: { quick: "1" },
    });
  });

  it("that was signed out never returns, whatever a request that was under way still does", async () => {
    const records = memoryStorage({ nowMs: () => start });
    const { secret } = await beginSession(records, who, start);
    const open = await readSession(records, secret, start);
    if (open === null) throw new TypeError("there is no session");
    // The other request has read the session; now it is signed out, and then the other one goes on.
    const late = Promise.withResolvers<void>();
    const slow = {
      ...records,
      get: async (...asked: Parameters<typeof records.get>) => {
        const read = await records.get(...asked);
        await late.promise;
        return read;
      },
    };
    const reading = readSession(slow, secret, start + idleMs / 2);
    await endSession(records, secret);
    late.resolve();
    expect(await reading).toBeNull();
    await changeSession(records, open, { search: { quick: "1" } }, start);
    expect(await readSession(records, secret, start)).toBeNull();
  });

  it("ends for everybody who holds the secret", async () => {
    const records = memoryStorage({ nowMs: () => start });
    const { secret } = await beginSession(records, who, start);
    await endSession(records, secret);
    expect(await readSession(records, secret, start)).toBeNull();
  });
});
