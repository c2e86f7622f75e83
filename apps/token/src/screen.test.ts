import { describe, expect, it } from "vitest";
import { firstScreen, type Beginning } from "./screen.ts";
import { protectionOf } from "./keyholder/device-key.ts";
import type { StoredToken, StoredTokenState } from "./storage/stored-token.ts";

const protection = await protectionOf(new Uint8Array(32), "SHA-256");
const token = (state: StoredTokenState, userId = "1234567890123ABC"): StoredToken => ({
  format: 1,
  id: userId,
  order: 0,
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
  protection,
  state,
  createdAtMs: 0,
});
const nothing: Beginning = {
  storage: { tokens: [], unreadable: 0 },
  ids: {},
  isInstalled: true,
  installedBefore: false,
};

describe("the app opens with", () => {
  it("the two doors on a phone that never had a token", () => {
    expect(firstScreen(nothing)).toEqual({ name: "first" });
  });

  it("'lost' and not 'first time' when the marker outlived the token", () => {
    expect(firstScreen({ ...nothing, installedBefore: true })).toMatchObject({ trouble: { kind: "tokenMissing" } });
  });

  it("the one-time password when there is a token, whatever else", () => {
    const storage = { tokens: [token("inUse")], unreadable: 1 };
    expect(firstScreen({ ...nothing, storage, installedBefore: true }).name).toBe("code");
  });

  it("the rest of an interrupted set-up, with the older token within reach", () => {
    const old = token("inUse", "old");
    const half = token("pendingReceipt");
    expect(firstScreen({ ...nothing, storage: { tokens: [half], unreadable: 0 } })).toEqual({
      name: "resume",
      token: half,
      usable: null,
    });
    const screen = firstScreen({ ...nothing, storage: { tokens: [half, old], unreadable: 0 } });
    expect(screen).toEqual({ name: "resume", token: half, usable: old });
  });

  it("the set-up when it comes with the IDs of a token that is not here yet", () => {
    const ids = { serviceId: "10121234", userId: "NEW" };
    expect(firstScreen({ ...nothing, ids }).name).toBe("setUp");
    expect(firstScreen({ ...nothing, ids, isInstalled: false }).name).toBe("install");
    expect(firstScreen({ ...nothing, ids, installedBefore: true }).name).toBe("setUp");
    expect(firstScreen({ ...nothing, ids, storage: { tokens: [token("inUse")], unreadable: 0 } }).name).toBe("setUp");
  });

  it("the one-time password when it comes with the IDs of the token it already holds", () => {
    const storage = { tokens: [token("activated")], unreadable: 0 };
    expect(firstScreen({ ...nothing, storage, ids: { userId: "1234567890123ABC" } }).name).toBe("code");
  });

  it("a word about it when storage is blocked or the token cannot be read", () => {
    expect(firstScreen({ ...nothing, storage: "blocked" })).toMatchObject({ trouble: { kind: "storageBlocked" } });
    expect(firstScreen({ ...nothing, storage: { tokens: [], unreadable: 1 } })).toMatchObject({
      trouble: { kind: "unreadable" },
    });
  });
});
