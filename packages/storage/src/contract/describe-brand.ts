import type { Brand } from "@warifu/rules";
import { describe, expect, it } from "vitest";
import { storeOf } from "./open-fresh.ts";
import type { OpenFresh } from "./open-fresh.ts";
import { institutionSaved, sampleInstitution } from "./samples.ts";

const plain: Brand = { accent: "#0b5c3b", accentDark: null, logo: null };
const logo = { type: "image/png", bytes: Uint8Array.from([0, 1, 127, 128, 255]) } as const;
const whole: Brand = { accent: "#0b5c3b", accentDark: "#7fd6a8", logo };

export function describeBrand(openFresh: OpenFresh): void {
  const store = storeOf(openFresh);

  describe("an institution's look", () => {
    it("is kept, changed and taken away, each with its event", async () => {
      const storage = await store();
      await storage.putInstitution(sampleInstitution(), institutionSaved);
      expect(await storage.brand("ozora")).toBeNull();
      for (const brand of [whole, plain, whole, null]) {
        await storage.putBrand("ozora", brand, institutionSaved);
        expect(await storage.brand("ozora")).toEqual(brand);
      }
      expect(await storage.eventsAfter("ozora", 0, 9)).toHaveLength(5);
    });

    it("is nobody else's", async () => {
      const storage = await store();
      await storage.putBrand("ozora", whole, institutionSaved);
      expect(await storage.brand("aozora")).toBeNull();
    });
  });
}
