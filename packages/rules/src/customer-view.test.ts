import { describe, expect, it } from "vitest";
import { importToken } from "./acts/import-token.ts";
import { issue } from "./acts/issue.ts";
import { revoke } from "./acts/revoke.ts";
import { customerView, maskedMobileEmail } from "./customer-view.ts";
import { defaultPolicy } from "./policy.ts";
import {
  activated,
  applied,
  contextAt,
  day,
  grown,
  hour,
  inUse,
  issueCommand,
  issued,
  locked,
  minute,
  nobody,
  paused,
  sampleKey,
  sampleParameters,
  startMs,
  suspended,
} from "./sample-journey.ts";
import type { TokenId } from "./token.ts";

const now = startMs + minute;
const viewAt = (state: Parameters<typeof customerView>[0], nowMs = now) => customerView(state, defaultPolicy, nowMs);

describe("the view of a customer", () => {
  it("is nothing for a stranger, and has no token before 手順1", () => {
    expect(viewAt(nobody)).toBeNull();
    expect(viewAt(applied())).toMatchObject({
      use: "applied",
      status: null,
      token: null,
      issuancesLeft: 3,
      due: "issue",
    });
  });

  it("says the status, since when, and until when", () => {
    const told = (state: Parameters<typeof viewAt>[0], nowMs?: number) => {
      const token = viewAt(state, nowMs)?.token;
      return [token?.status, token?.sinceMs, token?.untilMs];
    };
    expect(told(issued())).toEqual(["issued", startMs, startMs + day]);
    expect(told(activated())).toEqual(["activated", startMs, startMs + day]);
    expect(told(inUse())).toEqual(["inUse", startMs, null]);
    expect(told(paused(inUse(), now))).toEqual(["paused", startMs, now + 30 * minute]);
    expect(told(locked(inUse(), now), now + 3 * hour)).toEqual(["locked", now + 2 * hour, null]);
    expect(told(suspended(inUse(), now))).toEqual(["suspended", now, null]);
    expect(told(issued(), startMs + day)).toEqual(["expired", startMs + day, null]);
    const revoked = grown(inUse(), revoke(inUse(), { tokenId: null, reason: "x" }, contextAt(now)));
    expect(told(revoked)).toEqual(["revoked", now, null]);
    expect(viewAt(revoked)?.due).toBe("revoked");
  });

  it("tells the tries left, and none while stopped", () => {
    expect(viewAt(inUse())?.token).toMatchObject({ triesLeft: 5, mailResendsLeft: 5, activationTriesLeft: 4 });
    expect(viewAt(paused(inUse(), now))?.token?.triesLeft).toBe(0);
  });

  it("says how many issuances are left, and when the next one is possible", () => {
    const again = (state: Parameters<typeof issue>[0], atMs: number) => {
      const command = { ...issueCommand, tokenId: `token-${atMs}` as TokenId, userId: `${atMs}`.padStart(16, "0") };
      return grown(state, issue(state, command, contextAt(atMs)));
    };
    const twice = again(issued(), now);
    expect(viewAt(twice)).toMatchObject({ issuancesLeft: 1, issuancesAgainAtMs: null });
    const thrice = again(twice, now + minute);
    expect(viewAt(thrice, now + hour)).toMatchObject({ issuancesLeft: 0, issuancesAgainAtMs: startMs + day });
    expect(viewAt(thrice, startMs + day)).toMatchObject({ issuancesLeft: 1, issuancesAgainAtMs: null });
  });

  it("shows neither the whole user ID nor the whole address nor anything secret", () => {
    const text = JSON.stringify(viewAt(issued()));
    expect(text).toContain("3ABC");
    expect(text).toContain("ha***@oozora.co.jp");
    for (const secret of [issueCommand.userId, issueCommand.mobileEmail, "record-1", "key"]) {
      expect(text).not.toContain(secret);
    }
  });

  it("shows a replacement beside the token in use", () => {
    const command = { ...issueCommand, tokenId: "token-2" as TokenId, userId: "user-2", replaceInUse: true };
    const view = viewAt(grown(inUse(), issue(inUse(), command, contextAt(now))));
    expect(view).toMatchObject({
      token: { tokenId: "token-1" },
      replacement: { tokenId: "token-2", status: "issued" },
    });
    expect(view?.tokens.map(({ tokenId }) => tokenId)).toEqual(["token-2", "token-1"]);
  });

  it("says of an imported token that it is one", () => {
    const command = { institutionId: "ozora", customerId: "jiro", tokenId: "i" as TokenId, key: sampleKey };
    const state = grown(nobody, importToken(nobody, { ...command, ...sampleParameters }, contextAt(now)));
    expect(viewAt(state)?.token).toMatchObject({ imported: true, userIdLastFour: null, maskedMobileEmail: null });
  });
});

describe("a masked address", () => {
  it.each([
    ["taro@oozora.co.jp", "ta***@oozora.co.jp"],
    ["ab@c.jp", "a***@c.jp"],
    ["a@c.jp", "***@c.jp"],
  ])("of %s is %s", (address, masked) => {
    expect(maskedMobileEmail(address)).toBe(masked);
  });
});
