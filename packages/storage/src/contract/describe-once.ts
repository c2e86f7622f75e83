import { describe, expect, it } from "vitest";
import { actOn, storeOf, withHanako } from "./open-fresh.ts";
import type { OpenFresh } from "./open-fresh.ts";
import { decided, hanako, sampleEvent, startMs, taro } from "./samples.ts";

const once = { key: "bank-1", fingerprint: "login of 12345678", expiresAtMs: startMs + 1000 };

export function describeOnce(openFresh: OpenFresh): void {
  const store = storeOf(openFresh);

  describe("an act under a once key", () => {
    it("keeps its outcome in its own commit, and gives it to whoever comes again until the key's end", async () => {
      let now = startMs;
      const storage = await withHanako(await store(() => now));
      const ask = (subject = { ...hanako, once }) =>
        actOn(storage, subject, (_state, { earlier }) =>
          decided<unknown>(earlier ?? { ok: true, at: now }, earlier === null ? { events: [sampleEvent()] } : {}),
        );
      expect(await ask()).toEqual({ ok: true, at: startMs });
      now = startMs + 999;
      expect(await ask()).toEqual({ fingerprint: once.fingerprint, outcome: { ok: true, at: startMs } });
      expect(await ask({ ...taro, once: { ...once, fingerprint: "another" } })).toMatchObject({
        fingerprint: once.fingerprint,
      });
      expect(await ask({ ...hanako, once: { ...once, key: "bank-2" } })).toEqual({ ok: true, at: now });
      now = startMs + 1000;
      expect(await ask()).toEqual({ ok: true, at: now });
    });

    it("is remembered for its institution only", async () => {
      const storage = await store();
      const asked = [hanako, { institutionId: "kaze", customerId: "hanako" }].map((subject) =>
        actOn(storage, { ...subject, once }, (_state, { earlier }) => decided(earlier === null ? "decided" : "again")),
      );
      expect(await Promise.all(asked)).toEqual(["decided", "decided"]);
    });

    it("is decided once however many come at the same time, in one call and in many", async () => {
      const storage = await withHanako(await store());
      let decisions = 0;
      const decide = (_state: unknown, _index: number, { earlier }: { earlier: unknown }) => {
        if (earlier !== null) return decided("again");
        decisions += 1;
        return decided("decided", { events: [sampleEvent()] });
      };
      const subjects = Array.from({ length: 5 }, () => ({ ...hanako, once }));
      const calls = await Promise.all(Array.from({ length: 4 }, () => storage.act(subjects, decide)));
      const told = calls.flat().map((slot) => (slot.status === "fulfilled" ? slot.value : slot.reason));
      expect(told.filter((outcome) => outcome === "decided")).toHaveLength(1);
      expect(decisions).toBeGreaterThan(0);
      expect(await storage.eventsAfter("ozora", 0, 99)).toHaveLength(1);
    });

    it("that throws keeps nothing", async () => {
      const storage = await withHanako(await store());
      const failing = actOn(storage, { ...hanako, once }, () => {
        throw new Error("surprise");
      });
      await expect(failing).rejects.toThrow("surprise");
      expect(await actOn(storage, { ...hanako, once }, (_state, { earlier }) => decided(earlier))).toBeNull();
    });

    it("is forgotten by the sweep when its time is over, not before", async () => {
      let now = startMs;
      const storage = await withHanako(await store(() => now));
      await actOn(storage, { ...hanako, once }, () => decided("decided"));
      expect(await storage.sweep(startMs + 999)).toBe(0);
      expect(await storage.sweep(startMs + 1000)).toBe(1);
      now = startMs;
      expect(await actOn(storage, { ...hanako, once }, (_state, { earlier }) => decided(earlier))).toBeNull();
    });
  });
}
