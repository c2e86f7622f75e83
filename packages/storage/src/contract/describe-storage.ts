import { describe, expect, it } from "vitest";
import { describeActs } from "./describe-acts.ts";
import { describeApprovals } from "./describe-approvals.ts";
import { describeBrand } from "./describe-brand.ts";
import { describeDirectory } from "./describe-directory.ts";
import { describeEventBytes } from "./describe-event-bytes.ts";
import { describeEvents } from "./describe-events.ts";
import { describeOnce } from "./describe-once.ts";
import { describeOutbox } from "./describe-outbox.ts";
import { describeRadiusClients } from "./describe-radius-clients.ts";
import { describeRaces } from "./describe-races.ts";
import { describeRecords } from "./describe-records.ts";
import { describeSearch } from "./describe-search.ts";
import { describeTexts } from "./describe-texts.ts";
import { storeOf } from "./open-fresh.ts";
import type { OpenFresh } from "./open-fresh.ts";

/** What every store must keep, whatever it is made of. One suite: a store that passes it can stand in for any other. */
export function describeStorage(name: string, openFresh: OpenFresh): void {
  describe(`${name}: the contract of every store`, () => {
    describeActs(openFresh);
    describeRaces(openFresh);
    describeTexts(openFresh);
    describeApprovals(openFresh);
    describeBrand(openFresh);
    describeDirectory(openFresh);
    describeRecords(openFresh);
    describeOnce(openFresh);
    describeRadiusClients(openFresh);
    describeOutbox(openFresh);
    describeEvents(openFresh);
    describeEventBytes(openFresh);
    describeSearch(openFresh);

    describe("secrets of the service", () => {
      const store = storeOf(openFresh);

      it("are made once: the first caller's wins, also when twenty ask at once", async () => {
        const storage = await store();
        const asked = Array.from({ length: 20 }, (_, index) => storage.secret("cookie-keys", () => `made by ${index}`));
        expect(new Set(await Promise.all(asked))).toEqual(new Set(["made by 0"]));
        expect(await storage.secret("openid-jwks", () => "another")).toBe("another");
      });

      it("stay unmade when making fails", async () => {
        const storage = await store();
        const failing = storage.secret("name", () => {
          throw new Error("no randomness");
        });
        await expect(failing).rejects.toThrow("no randomness");
        expect(await storage.secret("name", () => "made")).toBe("made");
      });
    });

    describe("readiness", () => {
      const store = storeOf(openFresh);

      it("ends with closing, and closing twice is no error", async () => {
        const storage = await store();
        expect(await storage.ready()).toBe("ready");
        await storage.close();
        expect(await storage.ready()).toBe("unreachable");
        await storage.close();
      });
    });
  });
}
