import { describe, expect, it } from "vitest";
import { actOn, storeOf } from "./open-fresh.ts";
import type { OpenFresh } from "./open-fresh.ts";
import { decided, hanako, sampleEvent } from "./samples.ts";

export function describeEvents(openFresh: OpenFresh): void {
  const store = storeOf(openFresh);

  describe("events", () => {
    it("have cursors that rise within each institution, in the order of commits", async () => {
      const storage = await store();
      await storage.record(sampleEvent({ detail: { n: 1 } }));
      await storage.record(sampleEvent({ institutionId: "other", detail: { n: 2 } }));
      await actOn(storage, hanako, () =>
        decided(null, { events: [sampleEvent({ detail: { n: 3 } }), sampleEvent({ detail: { n: 4 } })] }),
      );
      await storage.record(sampleEvent({ institutionId: null, detail: { n: 5 } }));
      const read = async (institutionId: string) =>
        (await storage.eventsAfter(institutionId, 0, 9)).map(({ cursor, detail }) => [cursor, detail["n"]]);
      expect(await read("ozora")).toEqual([
        [1, 1],
        [2, 3],
        [3, 4],
      ]);
      expect(await read("other")).toEqual([[1, 2]]);
    });

    it("are read on from a cursor, so many at a time", async () => {
      const storage = await store();
      for (const n of [1, 2, 3, 4]) await storage.record(sampleEvent({ detail: { n } }));
      const cursors = async (after: number) =>
        (await storage.eventsAfter("ozora", after, 2)).map(({ cursor }) => cursor);
      expect(await cursors(0)).toEqual([1, 2]);
      expect(await cursors(2)).toEqual([3, 4]);
      expect(await cursors(4)).toEqual([]);
    });

    it("of a customer come newest first and are no other customer's", async () => {
      const storage = await store();
      for (const n of [1, 2, 3]) await storage.record(sampleEvent({ detail: { n } }));
      await storage.record(sampleEvent({ customerId: "taro" }));
      await storage.record(sampleEvent({ institutionId: "other" }));
      const events = await storage.eventsOfCustomer("ozora", "hanako", 2);
      expect(events.map(({ detail }) => detail["n"])).toEqual([3, 2]);
    });

    it("keep what they were when the caller changes its object", async () => {
      const storage = await store();
      const detail: Record<string, string> = { reason: "lost" };
      await storage.record(sampleEvent({ detail }));
      detail["reason"] = "found";
      expect(await storage.eventsAfter("ozora", 0, 9)).toMatchObject([{ detail: { reason: "lost" } }]);
    });
  });
}
