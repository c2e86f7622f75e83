import { describe, expect, it } from "vitest";
import type { HeldToken, HeldTokens } from "./keyholder/held-tokens.ts";
import { firstScreen, wayToSetUp, type Beginning } from "./screen.ts";

const token = (state: HeldToken["state"], userId = "1234567890123ABC"): HeldToken => ({
  id: `id-${userId}`,
  name: null,
  institution: {
    serviceId: "10121234",
    nameJa: "",
    nameEn: "",
    supportPhone: "",
    supportHoursJa: "",
    supportHoursEn: "",
    browserTab: true,
  },
  userId,
  parameters: { algorithm: "SHA-256", digits: 8, periodSeconds: 60 },
  state,
  createdAtMs: 0,
});
const holding = (...tokens: readonly HeldToken[]): HeldTokens => ({
  tokens,
  unreadable: 0,
  chosenId: null,
  firstId: null,
});
const nothing: Beginning = {
  held: holding(),
  ids: {},
  isInstalled: true,
  installedBefore: false,
  emptiedByCustomer: false,
};

describe("the app opens with", () => {
  it("the two doors on a phone that never had a token", () => {
    expect(firstScreen(nothing)).toEqual({ name: "first" });
  });

  it("'lost' and not 'first time' when the marker outlived the token", () => {
    expect(firstScreen({ ...nothing, installedBefore: true })).toMatchObject({ trouble: { kind: "tokenMissing" } });
  });

  it("the one-time password when there is a token, whatever else", () => {
    const held = { ...holding(token("inUse")), unreadable: 1 };
    expect(firstScreen({ ...nothing, held, installedBefore: true }).name).toBe("code");
  });

  it("the rest of an interrupted set-up, wherever it stands in the list", () => {
    const old = token("inUse", "old");
    const half = token("pendingReceipt");
    for (const held of [holding(half), holding(half, old), { ...holding(old, half), chosenId: old.id }]) {
      expect(firstScreen({ ...nothing, held })).toEqual({ name: "resume", tokenId: half.id });
    }
  });

  it("the set-up when it comes with the IDs of a token that is not here yet", () => {
    const ids = { serviceId: "10121234", userId: "NEW" };
    expect(firstScreen({ ...nothing, ids }).name).toBe("setUp");
    expect(firstScreen({ ...nothing, ids, isInstalled: false }).name).toBe("install");
    expect(firstScreen({ ...nothing, ids, installedBefore: true }).name).toBe("setUp");
    expect(firstScreen({ ...nothing, ids, held: holding(token("inUse")) }).name).toBe("setUp");
    expect(firstScreen({ ...nothing, ids, held: holding(token("pendingReceipt")) }).name).toBe("setUp");
  });

  it("the token that its IDs name when that is held already, not with another one", () => {
    const held = holding(token("inUse", "OTHER"), token("activated"));
    const named = { name: "code", tokenId: "id-1234567890123ABC" };
    expect(firstScreen({ ...nothing, held, ids: { userId: "1234567890123ABC" } })).toEqual(named);
    expect(firstScreen({ ...nothing, held, ids: { serviceId: "10121234", userId: "1234567890123ABC" } })).toEqual(
      named,
    );
    const elsewhere = { serviceId: "20000000", userId: "1234567890123ABC" };
    expect(firstScreen({ ...nothing, held, ids: elsewhere }).name).toBe("setUp");
  });

  it("the token that was looked at last, or the customer's own first one", () => {
    const held = { ...holding(token("inUse", "A"), token("inUse", "B"), token("inUse", "C")), chosenId: "id-B" };
    expect(firstScreen({ ...nothing, held })).toEqual({ name: "code", tokenId: "id-B" });
    expect(firstScreen({ ...nothing, held: { ...held, firstId: "id-C" } })).toEqual({ name: "code", tokenId: "id-C" });
  });

  it("the two doors after the customer removed the last token: nothing was lost", () => {
    expect(firstScreen({ ...nothing, installedBefore: true, emptiedByCustomer: true })).toEqual({ name: "first" });
  });

  it("a word about it when storage is blocked or the token cannot be read", () => {
    expect(firstScreen({ ...nothing, held: "blocked" })).toMatchObject({ trouble: { kind: "storageBlocked" } });
    expect(firstScreen({ ...nothing, held: { ...holding(), unreadable: 1 } })).toMatchObject({
      trouble: { kind: "unreadable" },
    });
  });
});

describe("the way to a set-up", () => {
  it("goes by the home screen for a tab's first token, and straight on where others would be parted from it", () => {
    expect(wayToSetUp(holding(), false)).toEqual({ name: "install" });
    expect(wayToSetUp(holding(), true)).toEqual({ name: "setUp" });
    expect(wayToSetUp(holding(token("inUse")), false)).toEqual({ name: "setUp" });
  });
});
