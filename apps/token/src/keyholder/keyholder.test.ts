import { totp } from "@warifu/otp";
import { nobleHmac } from "@warifu/otp/noble";
import { describe, expect, it } from "vitest";
import { StorageBlocked } from "../storage/database.ts";
import { findIssuance, isFull, mostTokens, tokenToOpenWith, tokenToShow, usableTokens } from "./held-tokens.ts";
import { makePhone, nowMs, ozora, storedToken } from "./testing/phone-in-memory.ts";

const parameters = { algorithm: "SHA-256", digits: 8, periodSeconds: 60 } as const;

async function phoneWith(...seeds: readonly number[]) {
  const phone = makePhone(await Promise.all(seeds.map(async (seed) => await storedToken(seed))));
  const keyholder = phone.open();
  await keyholder.look();
  const ids = (): string[] => keyholder.state().tokens.map(({ id }) => id);
  return { ...phone, keyholder, ids };
}

describe("the keyholder", () => {
  it("shows every token, in the customer's order, and none of their keys", async () => {
    const { keyholder, ids } = await phoneWith(3, 1, 2);
    expect(ids()).toEqual(["token-1", "token-2", "token-3"]);
    for (const token of keyholder.state().tokens) {
      expect(Object.values(token).some((part) => part instanceof CryptoKey)).toBe(false);
      expect(token).not.toHaveProperty("protection");
    }
  });

  it("makes each token's own codes, by an arithmetic of its own", async () => {
    const { keyholder } = await phoneWith(1, 2);
    for (const seed of [1, 2]) {
      const unlocked = await keyholder.unlock(`token-${seed}`);
      if (unlocked.kind !== "unlocked") throw new Error("Not unlocked");
      const expected = totp(nobleHmac, new Uint8Array(32).fill(seed), nowMs, parameters);
      expect(await unlocked.signer.codeAt(nowMs)).toBe(expected);
    }
  });

  it("says that a key does not work before anybody waits for a code: none here, or one for another hash", async () => {
    const { keyholder, records } = await phoneWith(1);
    expect(await keyholder.unlock("nobody")).toEqual({ kind: "unusable" });
    records.set("token-1", await storedToken(1, { parameters: { ...parameters, algorithm: "SHA-512" } }));
    await keyholder.look();
    expect(await keyholder.unlock("token-1")).toEqual({ kind: "unusable" });
  });

  it("tells whoever watches each change once, and nothing when nothing changed", async () => {
    const { keyholder, records, store } = await phoneWith(1);
    const told: number[] = [];
    const stop = keyholder.subscribe(() => told.push(keyholder.state().tokens.length));
    const before = keyholder.state();
    await keyholder.look();
    expect(keyholder.state()).toBe(before);
    // Another window of the app.
    const other = await storedToken(2);
    await store.act(() => ({ keep: [other] }));
    await keyholder.look();
    await keyholder.look();
    stop();
    records.clear();
    await keyholder.look();
    expect(told).toEqual([2]);
  });

  it("never goes back to an older reading that comes late", async () => {
    const { store, open } = await phoneWith(1);
    const late: (() => void)[] = [];
    const keyholder = open({
      async all() {
        const read = await store.all();
        await new Promise<void>((resolve) => late.push(resolve));
        return read;
      },
    });
    const older = keyholder.look();
    await Promise.resolve();
    const second = await storedToken(2);
    await store.act(() => ({ keep: [second] }));
    const newer = keyholder.look();
    await expect.poll(() => late.length).toBe(2);
    late[1]?.();
    await newer;
    late[0]?.();
    await older;
    expect(keyholder.state().tokens).toHaveLength(2);
  });

  it("counts what cannot be read and never touches it", async () => {
    const { keyholder, records } = await phoneWith(1, 2);
    const newer = { ...(await storedToken(3)), format: 2 };
    records.set("token-3", newer);
    await keyholder.look();
    expect(keyholder.state()).toMatchObject({ unreadable: 1, tokens: [{ id: "token-1" }, { id: "token-2" }] });
    await keyholder.move("token-1", 1);
    await keyholder.remove("token-2");
    expect(records.get("token-3")).toBe(newer);
  });
});

describe("a new token", () => {
  const agreed = (seed: number, userId = "NEW") => ({
    institution: ozora,
    userId,
    parameters,
    tokenKey: new Uint8Array(32).fill(seed),
  });

  it("is held under a key that cannot be read out, before the others, and its bytes are wiped", async () => {
    const { keyholder, ids, readable } = await phoneWith(1, 2);
    const given = agreed(9);
    const token = await keyholder.hold(given);
    expect(token).toMatchObject({ userId: "NEW", state: "pendingReceipt", name: null });
    expect(given.tokenKey).toEqual(new Uint8Array(32));
    expect(ids()).toEqual([token.id, "token-1", "token-2"]);
    const { protection } = readable().find(({ id }) => id === token.id) ?? {};
    for (const key of [protection?.otpKey, protection?.receiptKey]) {
      await expect(crypto.subtle.exportKey("raw", key as CryptoKey)).rejects.toThrow(/not extractable/);
    }
  });

  it("takes the place of the one of the same issuance, and of no other", async () => {
    const { keyholder, readable } = await phoneWith(1);
    const { id } = await keyholder.hold(agreed(9));
    await keyholder.rename(id, "家計");
    expect(await keyholder.hold(agreed(8))).toMatchObject({ id, name: "家計" });
    await keyholder.hold({ ...agreed(7), institution: { ...ozora, serviceId: "20000000" } });
    expect(readable()).toHaveLength(3);
  });

  it("is not held when it does not come back from storage, or comes back with another key", async () => {
    const phone = makePhone();
    const forgetful = phone.open({ all: async () => ({ tokens: [], unreadable: 0 }) });
    await expect(forgetful.hold(agreed(9))).rejects.toThrow(StorageBlocked);
    const other = await storedToken(1, { userId: "NEW" });
    const swapping = phone.open({ all: async () => ({ tokens: [other], unreadable: 0 }) });
    await expect(swapping.hold(agreed(9))).rejects.toThrow(StorageBlocked);
  });
});

describe("the customer's list", () => {
  it("is put in order one place at a time, and keeps its order when the app is opened anew", async () => {
    const { keyholder, ids, open } = await phoneWith(1, 2, 3);
    await keyholder.move("token-3", -1);
    expect(ids()).toEqual(["token-1", "token-3", "token-2"]);
    await keyholder.move("token-1", 1);
    await keyholder.move("token-2", 1);
    await keyholder.move("token-3", -1);
    expect(ids()).toEqual(["token-3", "token-1", "token-2"]);
    const anew = open();
    await anew.look();
    expect(anew.state().tokens.map(({ id }) => id)).toEqual(ids());
  });

  it("keeps both of two changes that come at once", async () => {
    const { keyholder } = await phoneWith(1);
    await Promise.all([keyholder.rename("token-1", "給与"), keyholder.note("token-1", "activated")]);
    expect(keyholder.state().tokens).toMatchObject([{ name: "給与", state: "activated" }]);
  });

  it("changes nothing about a token that is gone", async () => {
    const { keyholder, ids } = await phoneWith(1);
    await keyholder.rename("nobody", "x");
    await keyholder.note("nobody", "inUse");
    await keyholder.move("nobody", 1);
    await keyholder.remove("nobody");
    expect(ids()).toEqual(["token-1"]);
  });

  it("holds ten at most", async () => {
    const { keyholder } = await phoneWith(...Array.from({ length: mostTokens - 1 }, (_, index) => index));
    expect(isFull(keyholder.state())).toBe(false);
    await keyholder.hold({ institution: ozora, userId: "NEW", parameters, tokenKey: new Uint8Array(32) });
    expect(isFull(keyholder.state())).toBe(true);
  });

  it("finds a token by its issuance; the institution counts where it is known", async () => {
    const { keyholder } = await phoneWith(1, 2);
    const held = keyholder.state();
    expect(findIssuance(held, { userId: "USER2" })?.id).toBe("token-2");
    expect(findIssuance(held, { userId: "USER2", serviceId: ozora.serviceId })?.id).toBe("token-2");
    expect(findIssuance(held, { userId: "USER2", serviceId: "20000000" })).toBeUndefined();
    expect(findIssuance(held, {})).toBeUndefined();
  });
});

describe("the token that is shown", () => {
  it("is the one looked at last, also after the app was closed; the first of the list before that", async () => {
    const { keyholder, open } = await phoneWith(1, 2);
    expect(tokenToOpenWith(keyholder.state())?.id).toBe("token-1");
    keyholder.choose("token-2");
    const anew = open();
    await anew.look();
    expect(tokenToOpenWith(anew.state())?.id).toBe("token-2");
  });

  it("is the customer's own first one when the app is opened, and the chosen one from then on", async () => {
    const { keyholder, open } = await phoneWith(1, 2, 3);
    keyholder.openWith("token-3");
    keyholder.choose("token-2");
    const anew = open();
    await anew.look();
    expect(tokenToOpenWith(anew.state())?.id).toBe("token-3");
    expect(tokenToShow(anew.state())?.id).toBe("token-2");
    anew.openWith(null);
    expect(tokenToOpenWith(anew.state())?.id).toBe("token-2");
  });

  it("is another one when that is gone, and never one that the service does not know yet", async () => {
    const { keyholder, store } = await phoneWith(2, 3);
    const half = await storedToken(1, { state: "pendingReceipt" });
    await store.act(() => ({ keep: [half] }));
    await keyholder.look();
    keyholder.choose("token-3");
    keyholder.openWith("token-3");
    await keyholder.remove("token-3");
    expect(tokenToOpenWith(keyholder.state())?.id).toBe("token-2");
    expect(usableTokens(keyholder.state()).map(({ id }) => id)).toEqual(["token-2"]);
  });
});

describe("a phone without tokens", () => {
  it("is no loss when the customer removed the last one, and one when the service did not know its key", async () => {
    const { keyholder, settings } = await phoneWith(1, 2);
    await keyholder.remove("token-1");
    expect(settings.emptiedByCustomer).not.toBe(true);
    await keyholder.remove("token-2");
    expect(settings.emptiedByCustomer).toBe(true);
    const token = await keyholder.hold({
      institution: ozora,
      userId: "NEW",
      parameters,
      tokenKey: new Uint8Array(32).fill(5),
    });
    expect(settings.emptiedByCustomer).toBe(false);
    await keyholder.forget(token.id);
    expect(settings.emptiedByCustomer).toBe(false);
  });
});
