import type { Storage } from "@warifu/rules";
import { describe, expect, it } from "vitest";
import { actOn, storeOf } from "./open-fresh.ts";
import type { OpenFresh } from "./open-fresh.ts";
import { decided, hanako, sampleMail, startMs, tokenIdOf } from "./samples.ts";

const tokenId = tokenIdOf("token-1");

export function describeOutbox(openFresh: OpenFresh): void {
  const store = storeOf(openFresh);

  describe("outgoing mails", () => {
    it("are queued at once with everything the mail job needs", async () => {
      const storage = await queued(await store(), 1);
      const [mail] = await storage.mailsOfToken(tokenId);
      expect(mail).toEqual({
        mailId: mail?.mailId,
        ...hanako,
        order: sampleMail(),
        delivery: "queued",
        queuedAtMs: startMs,
        attempts: 0,
        nextAttemptAtMs: startMs,
        sentAtMs: null,
        lastError: null,
      });
    });

    it("are leased: nobody else gets them meanwhile, and after the lease somebody does", async () => {
      const storage = await queued(await store(), 3);
      const claims = await Promise.all([1, 2, 3].map(() => storage.claimDueMails(startMs, 2, 1000)));
      expect(claims.map((claim) => claim.length)).toEqual([2, 1, 0]);
      expect(new Set(claims.flat().map(({ mailId }) => mailId)).size).toBe(3);
      expect(await storage.claimDueMails(startMs + 999, 9, 1000)).toEqual([]);
      expect(await storage.claimDueMails(startMs + 1000, 9, 1000)).toHaveLength(3);
    });

    it("are not due before their time, and the one that waits longest comes first", async () => {
      const storage = await queued(await store(), 2);
      const [first, second] = await storage.claimDueMails(startMs, 2, 1);
      await storage.markMailFailed(first?.mailId ?? "", "busy", startMs + 5000);
      await storage.markMailFailed(second?.mailId ?? "", "busy", startMs + 4000);
      expect(await storage.claimDueMails(startMs + 3999, 9, 1)).toEqual([]);
      const due = await storage.claimDueMails(startMs + 5000, 9, 1);
      expect(due.map(({ mailId }) => mailId)).toEqual([second?.mailId, first?.mailId]);
      expect(due[0]).toMatchObject({ attempts: 1, lastError: "busy", delivery: "queued" });
    });

    it("that were sent stay sent", async () => {
      const storage = await queued(await store(), 1);
      const [mail] = await storage.claimDueMails(startMs, 1, 1);
      await storage.markMailSent(mail?.mailId ?? "", startMs + 7);
      await storage.markMailSent(mail?.mailId ?? "", startMs + 8);
      await storage.markMailFailed(mail?.mailId ?? "", "busy", startMs);
      expect(await storage.claimDueMails(startMs + 99, 9, 1)).toEqual([]);
      expect(await storage.mailsOfToken(tokenId)).toMatchObject([
        { delivery: "sent", sentAtMs: startMs + 7, attempts: 1, lastError: null },
      ]);
    });

    it("that failed for good are tried no more", async () => {
      const storage = await queued(await store(), 1);
      const [mail] = await storage.claimDueMails(startMs, 1, 1);
      await storage.markMailFailed(mail?.mailId ?? "", "refused", null);
      expect(await storage.claimDueMails(startMs + 99, 9, 1)).toEqual([]);
      expect(await storage.mailsOfToken(tokenId)).toMatchObject([
        { delivery: "failed", lastError: "refused", attempts: 1, sentAtMs: null },
      ]);
    });

    it("of a token come newest first, also of the same millisecond", async () => {
      const storage = await queued(await store(), 4);
      const locales = (await storage.mailsOfToken(tokenId)).map(({ order }) => order.locale);
      expect(locales).toEqual(["en", "ja", "en", "ja"]);
      expect(await storage.mailsOfToken(tokenIdOf("token-9"))).toEqual([]);
    });
  });
}

/** Queues so many mails of one token, in turn in Japanese and English. */
async function queued(storage: Storage, count: number): Promise<Storage> {
  for (let index = 0; index < count; index += 1) {
    const locale = index % 2 === 0 ? "ja" : "en";
    await actOn(storage, hanako, () => decided(null, { mails: [sampleMail({ locale })] }));
  }
  return storage;
}
