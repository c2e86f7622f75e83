import { describe, expect, it } from "vitest";
import { storeOf } from "./open-fresh.ts";
import type { OpenFresh } from "./open-fresh.ts";
import { startMs } from "./samples.ts";

const end = startMs + 60_000;

export function describeRecords(openFresh: OpenFresh): void {
  const store = storeOf(openFresh);

  describe("a record", () => {
    it("is given back as JSON keeps it, and nobody shares the store's copy", async () => {
      const storage = await store();
      const payload = { text: "証", list: [1, null, { deep: true }], left: undefined };
      await storage.put("session", "id", payload, end);
      payload.text = "changed";
      const read = await storage.get("session", "id", startMs);
      expect(read).toEqual({ text: "証", list: [1, null, { deep: true }] });
      (read as { text: string }).text = "changed";
      expect(await storage.get("session", "id", startMs)).toMatchObject({ text: "証" });
    });

    it("ends at its end, whether or not the sweep has come by", async () => {
      const storage = await store();
      await storage.put("session", "id", "payload", end, ["group"]);
      expect(await storage.get("session", "id", end - 1)).toBe("payload");
      expect(await storage.get("session", "id", end)).toBeUndefined();
      expect(await storage.inGroup("session", "group", end)).toEqual([]);
      expect(await storage.take("session", "id", end)).toBeUndefined();
    });

    it("is undefined when unknown, removed, or of another kind; null is a payload", async () => {
      const storage = await store();
      await storage.put("session", "id", null, end);
      expect(await storage.get("session", "id", startMs)).toBeNull();
      expect(await storage.get("exchange", "id", startMs)).toBeUndefined();
      await storage.remove("session", "id");
      expect(await storage.get("session", "id", startMs)).toBeUndefined();
      await storage.remove("session", "id");
    });

    it("put again is the new one: payload, end, groups and count", async () => {
      const storage = await store();
      await storage.put("session", "id", 1, end, ["old"]);
      await storage.count("session", "id", startMs, end);
      await storage.put("session", "id", 2, end + 5, ["new", "new"]);
      expect(await storage.get("session", "id", end)).toBe(2);
      expect(await storage.inGroup("session", "old", startMs)).toEqual([]);
      expect(await storage.inGroup("session", "new", startMs)).toEqual([{ id: "id", payload: 2 }]);
      expect(await storage.count("session", "id", startMs, end)).toBe(1);
      expect(await storage.get("session", "id", end)).toBe(2);
    });

    it("is changed as it stands: payload, end and groups, and null leaves it alone", async () => {
      const storage = await store();
      await storage.put("session", "id", { seen: 1 }, end, ["old"]);
      const unchanged = await storage.change("session", "id", startMs, () => null);
      expect(unchanged).toEqual({ seen: 1 });
      expect(await storage.inGroup("session", "old", startMs)).toHaveLength(1);
      const changed = await storage.change("session", "id", startMs, (payload) => {
        expect(payload).toEqual({ seen: 1 });
        return { payload: { seen: 2, left: undefined }, expiresAtMs: end + 5, groups: ["new"] };
      });
      expect(changed).toEqual({ seen: 2 });
      expect(await storage.get("session", "id", end)).toEqual({ seen: 2 });
      expect(await storage.inGroup("session", "old", startMs)).toEqual([]);
      expect(await storage.inGroup("session", "new", startMs)).toHaveLength(1);
    });

    it("that is not there, or has ended, is undefined to whoever would change it, and may be made", async () => {
      const storage = await store();
      await storage.put("session", "ended", "old", end, ["group"]);
      const seen: unknown[] = [];
      for (const id of ["ended", "unknown"]) {
        const left = await storage.change("session", id, end, (payload) => {
          seen.push(payload);
          return null;
        });
        expect(left).toBeUndefined();
        expect(await storage.get("session", id, end)).toBeUndefined();
        const made = await storage.change("session", id, end, () => ({ payload: "new", expiresAtMs: end + 9 }));
        expect(made).toBe("new");
        expect(await storage.get("session", id, end)).toBe("new");
      }
      expect(seen).toEqual([undefined, undefined]);
      expect(await storage.inGroup("session", "group", end)).toEqual([]);
    });

    it("is left as it was by a change that throws", async () => {
      const storage = await store();
      await storage.put("session", "id", "payload", end);
      const thrown = storage.change("session", "id", startMs, () => {
        throw new RangeError("no");
      });
      await expect(thrown).rejects.toThrow("no");
      expect(await storage.get("session", "id", startMs)).toBe("payload");
      expect(await storage.change("session", "id", startMs, () => null)).toBe("payload");
    });

    it("is taken by one of twenty callers", async () => {
      const storage = await store();
      await storage.put("exchange", "id", { state: "half-run" }, end);
      const takers = Array.from({ length: 20 }, () => storage.take("exchange", "id", startMs));
      const taken = (await Promise.all(takers)).filter((payload) => payload !== undefined);
      expect(taken).toEqual([{ state: "half-run" }]);
    });

    it("counts fifty at once without losing one, and begins anew after its end", async () => {
      const storage = await store();
      const counts = await Promise.all(Array.from({ length: 50 }, () => storage.count("tries", "id", startMs, end)));
      expect(counts.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, index) => index + 1));
      expect(await storage.get("tries", "id", startMs)).toBe(50);
      expect(await storage.count("tries", "id", end - 1, end + 99)).toBe(51);
      expect(await storage.count("tries", "id", end, end + 99)).toBe(1);
      expect(await storage.get("tries", "id", end + 98)).toBe(1);
    });

    it("may end between two milliseconds, as what others signed does: it is kept for the last of them too", async () => {
      const storage = await store();
      await storage.put("assertion", "id", "payload", end + 0.25, ["group"]);
      expect(await storage.get("assertion", "id", end)).toBe("payload");
      expect(await storage.get("assertion", "id", end + 1)).toBeUndefined();
      expect(await storage.count("once", "id", startMs, end + 0.25)).toBe(1);
      expect(await storage.count("once", "id", end, end + 0.25)).toBe(2);
      expect(await storage.count("once", "id", end + 1, end + 9)).toBe(1);
    });

    it("is found by each of its groups, within its kind", async () => {
      const storage = await store();
      await storage.put("session", "a", 1, end, ["staff:1", "branch:1"]);
      await storage.put("session", "b", 2, end, ["staff:1"]);
      await storage.put("link", "c", 3, end, ["staff:1"]);
      const found = await storage.inGroup("session", "staff:1", startMs);
      expect(found.toSorted((x, y) => x.id.localeCompare(y.id))).toEqual([
        { id: "a", payload: 1 },
        { id: "b", payload: 2 },
      ]);
      expect(await storage.inGroup("session", "branch:1", startMs)).toEqual([{ id: "a", payload: 1 }]);
    });

    it("goes with its group, of whatever kind", async () => {
      const storage = await store();
      await storage.put("session", "a", 1, end, ["grant:1", "other"]);
      await storage.put("code", "b", 2, end, ["grant:1"]);
      await storage.put("code", "c", 3, end, ["grant:2"]);
      await storage.removeGroup("grant:1");
      expect(await storage.get("session", "a", startMs)).toBeUndefined();
      expect(await storage.get("code", "b", startMs)).toBeUndefined();
      expect(await storage.inGroup("session", "other", startMs)).toEqual([]);
      expect(await storage.get("code", "c", startMs)).toBe(3);
    });

    it("is swept away after its end, and only then", async () => {
      const storage = await store();
      const ids = Array.from({ length: 1200 }, (_, index) => String(index));
      await Promise.all(ids.map((id) => storage.put("session", id, id, Number(id) < 1100 ? end : end + 1, ["all"])));
      expect(await storage.sweep(end - 1)).toBe(0);
      expect(await storage.sweep(end)).toBe(1100);
      expect(await storage.sweep(end)).toBe(0);
      expect(await storage.inGroup("session", "all", end)).toHaveLength(100);
    });
  });
}
