import { noProfile } from "@warifu/rules";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { actOn, storeOf, withHanako } from "./open-fresh.ts";
import type { OpenFresh } from "./open-fresh.ts";
import { decided, hanako, sampleCustomer } from "./samples.ts";

export function describeTexts(openFresh: OpenFresh): void {
  const store = storeOf(openFresh);

  describe("texts of a profile", () => {
    it("come back as they were, whatever people write", async () => {
      const storage = await store();
      const text = fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("a\0b", "'", "%", "\u{10FFFF}", "が", "が"));
      const check = fc.asyncProperty(fc.tuple(text, text, text, text, text), async (texts) => {
        const [name, nameKana, branchCode, accountNumber, phone] = texts;
        const profile = { name, nameKana, branchCode, accountNumber, phone };
        await actOn(storage, hanako, () => decided(null, { changes: { customer: sampleCustomer({ profile }) } }));
        expect((await storage.look(hanako)).customer?.profile).toEqual(profile);
      });
      await fc.assert(check, { numRuns: 20 });
    });

    it("that hold half a character, which no database keeps, are refused, and the customer stays readable", async () => {
      const storage = await withHanako(await store());
      const customer = sampleCustomer({ profile: { ...noProfile, name: "half \uD800" } });
      const act = actOn(storage, hanako, () => decided(null, { changes: { customer } }));
      await expect(act).rejects.toThrow("holds half a character");
      expect((await storage.look(hanako)).customer?.profile).toEqual(noProfile);
    });
  });
}
