import { describe, expect, it } from "vitest";
import { answerOnce, OnceKeyTaken } from "./answer-once.ts";
import type { Decision } from "./decision.ts";

const once = { key: "bank-1", fingerprint: "login of hanako", expiresAtMs: 1 };
const decided: Decision<string> = { outcome: "decided now", changes: {}, events: [], mails: [] };
const earlier = { fingerprint: once.fingerprint, outcome: "decided then" };

describe("a request under a once key", () => {
  it("is decided when nothing is kept, and without a key every time", () => {
    expect(answerOnce(once, null, () => decided)).toBe(decided);
    expect(answerOnce(undefined, null, () => decided)).toBe(decided);
  });

  it("gets the kept answer again, and nothing is decided, changed or recorded", () => {
    const decide = () => {
      throw new Error("decided anew");
    };
    expect(answerOnce(once, earlier, decide)).toEqual({ outcome: "decided then", changes: {}, events: [], mails: [] });
  });

  it("is refused when the key was another request's, whose answer it does not get", () => {
    const other = { ...once, fingerprint: "transfer of hanako" };
    expect(() => answerOnce(other, earlier, () => decided)).toThrow(OnceKeyTaken);
    expect(() => answerOnce(undefined, earlier, () => decided)).toThrow(OnceKeyTaken);
  });
});
