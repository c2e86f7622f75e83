import { approve, askApproval, checkInvariants, mayDecide, withdrawApproval } from "@warifu/rules";
import type { Approval, Performed, Result } from "@warifu/rules";
import { describe, expect, it } from "vitest";
import { approving, ask, asking, branch, by, hourMs } from "./approvals-at-branch.ts";
import { people, perform, revocation, staffSaved } from "./approvals-at-branch.ts";
import { actOn, storeOf } from "./open-fresh.ts";
import type { OpenFresh } from "./open-fresh.ts";
import { hanako, sampleStaff, sampleToken, startMs, taro } from "./samples.ts";

export function describeApprovals(openFresh: OpenFresh): void {
  const store = storeOf(openFresh);

  describe("an approval", () => {
    it("is kept as it was asked for, and listed for those who may decide, the one that runs out first before the others", async () => {
      const storage = await branch(await store());
      const first = await ask(storage, "a1");
      const second = await ask(storage, "a2");
      expect(await storage.approval("ozora", "a1")).toEqual(first);
      expect(await storage.approvalsWaiting("ozora", startMs, 9)).toEqual([first, second]);
      expect(await storage.approvalsWaiting("ozora", startMs, 1)).toEqual([first]);
      expect(await storage.approvalsWaiting("aozora", startMs, 9)).toEqual([]);
      expect(await storage.approval("aozora", "a1")).toBeNull();
      const staff = await storage.staffOf("ozora");
      expect(staff.filter((one) => mayDecide(one, first)).map(({ staffId }) => staffId)).toEqual([
        "approver-1",
        "approver-2",
      ]);
    });

    it("by another person runs what was asked in its own commit, with an event for each, and waits no more", async () => {
      const storage = await branch(await store());
      const history: Performed[] = [];
      const approval = await ask(storage, "a1", history);
      expect((await perform(storage, "a1", "approver-1", approving(approval), history)).ok).toBe(true);
      const { tokens } = await storage.look(hanako);
      expect(tokens.map(({ life }) => life)).toEqual(["revoked"]);
      expect(await storage.approvalsWaiting("ozora", startMs, 9)).toEqual([]);
      expect(await storage.approval("ozora", "a1")).toMatchObject({
        ...approval,
        stage: "carriedOut",
        decidedBy: "approver-1",
        decidedAtMs: startMs,
      });
      const events = await storage.eventsOfCustomer("ozora", "hanako", 9);
      expect(events.map(({ type }) => type)).toEqual(["token.revoked", "approval.given", "approval.asked"]);
      expect(checkInvariants(history)).toEqual([]);
    });

    it("asked for and decided in one commit runs: whoever decides sees it, and who asked", async () => {
      const storage = await branch(await store());
      const both = ["teller-1", "approver-1"];
      const subjects = both.map((staffId) => ({ ...hanako, approval: { approvalId: "a1", staffIds: [staffId] } }));
      const slots = await storage.act<Result<unknown>>(subjects, (state, index) => {
        const context = by(both[index] ?? "");
        if (index === 0) return askApproval(state, asking("a1"), context);
        return approve(state, { commandHash: state.beside?.approval?.commandHash ?? "" }, context);
      });
      expect(slots).toMatchObject(both.map(() => ({ status: "fulfilled", value: { ok: true } })));
      expect(await storage.approval("ozora", "a1")).toMatchObject({ stage: "carriedOut", decidedBy: "approver-1" });
      expect((await storage.look(hanako)).tokens.map(({ life }) => life)).toEqual(["revoked"]);
    });

    it("keeps to its institution's staff: one of another institution is not there", async () => {
      const storage = await branch(await store());
      await storage.putStaff(sampleStaff({ staffId: "stranger", role: "approver", institutionId: "aozora" }), {
        ...staffSaved,
        institutionId: "aozora",
      });
      const approval = await ask(storage);
      const result = await perform(storage, "a1", "stranger", approving(approval));
      expect(result).toMatchObject({ ok: false, refusal: { code: "notEntitled" } });
      expect(await storage.approval("ozora", "a1")).toEqual(approval);
    });

    it("is about the customer that it was asked for: another's act cannot use it", async () => {
      const storage = await branch(await store());
      const approval = await ask(storage);
      const subject = { ...taro, approval: { approvalId: "a1", staffIds: ["approver-1"] } };
      const change: Approval = { ...approval, stage: "withdrawn" };
      const outcome = actOn(storage, subject, () => ({
        outcome: null,
        changes: { approval: change },
        events: [],
        mails: [],
      }));
      await expect(outcome).rejects.toThrow(TypeError);
      expect(await storage.approval("ozora", "a1")).toEqual(approval);
    });

    it.each([
      ["under another ID", (approval: Approval): Approval => ({ ...approval, approvalId: "a2" })],
      ["with another command", (approval: Approval): Approval => ({ ...approval, stage: "refused", command: "[]" })],
      [
        "with another asker",
        (approval: Approval): Approval => ({ ...approval, stage: "refused", askedBy: "approver-2" }),
      ],
      [
        "with a later end",
        (approval: Approval): Approval => ({ ...approval, stage: "refused", expiresAtMs: startMs + 9 * hourMs }),
      ],
    ])("is never written %s, whatever an act decides", async (_how, change) => {
      const storage = await branch(await store());
      const approval = await ask(storage);
      const writing = perform(storage, "a1", "approver-1", () => ({
        outcome: { ok: true, value: null },
        changes: { approval: change(approval) },
        events: [],
        mails: [],
      }));
      await expect(writing).rejects.toThrow(TypeError);
      expect(await storage.approval("ozora", "a1")).toEqual(approval);
    });

    it("that has ended comes back by no act", async () => {
      const storage = await branch(await store());
      const approval = await ask(storage);
      await perform(storage, "a1", "teller-1", (state, context) => withdrawApproval(state, {}, context));
      const again = perform(storage, "a1", "approver-1", () => ({
        outcome: { ok: true, value: null },
        changes: { approval },
        events: [],
        mails: [],
      }));
      await expect(again).rejects.toThrow(TypeError);
      expect(await storage.approval("ozora", "a1")).toMatchObject({ stage: "withdrawn" });
    });

    it("that nobody decided about in time is given to the job that writes it down, the longest overdue first", async () => {
      const storage = await branch(await store());
      await ask(storage, "a1");
      await ask(storage, "a2");
      expect(await storage.overdueApprovals(startMs + hourMs - 1, 9)).toEqual([]);
      const overdue = await storage.overdueApprovals(startMs + hourMs, 9);
      expect(overdue.map(({ approvalId }) => approvalId).toSorted()).toEqual(["a1", "a2"]);
      expect(overdue[0]).toMatchObject(hanako);
      expect(await storage.overdueApprovals(startMs + hourMs, 1)).toHaveLength(1);
      expect(await storage.approvalsWaiting("ozora", startMs + hourMs, 9)).toEqual([]);
    });

    it("has an ID that nobody takes a second time", async () => {
      const storage = await branch(await store());
      const approval = await ask(storage);
      const taken = actOn(storage, { ...taro, approval: { approvalId: "a1", staffIds: [] } }, () => ({
        outcome: null,
        changes: { approval: { ...approval, customerId: "taro" } },
        events: [],
        mails: [],
      }));
      await expect(taken).rejects.toBeInstanceOf(Error);
      expect(await storage.approval("ozora", "a1")).toEqual(approval);
    });
  });

  describe("a race about an approval", () => {
    it("of twenty decisions at once: one counts, the command runs once (I10)", async () => {
      const storage = await branch(await store());
      const history: Performed[] = [];
      const approval = await ask(storage, "a1", history);
      const asked = Array.from({ length: 20 }, (_, index) =>
        perform(storage, "a1", index % 2 === 0 ? "approver-1" : "approver-2", approving(approval), history),
      );
      const results = await Promise.all(asked);
      expect(results.filter(({ ok }) => ok)).toHaveLength(1);
      const events = await storage.eventsOfCustomer("ozora", "hanako", 99);
      expect(events.filter(({ type }) => type === "approval.given")).toHaveLength(1);
      expect(events.filter(({ type }) => type === "token.revoked")).toHaveLength(1);
      expect((await storage.look(hanako)).tokens).toMatchObject([{ tokenId: sampleToken().tokenId, life: "revoked" }]);
    });

    it("of a decision with the end of the approver's rights: it counts before, and after it does not", async () => {
      const storage = await branch(await store());
      for (let round = 0; round < 10; round += 1) {
        const approvalId = `a${round}`;
        await storage.putStaff(people[1] ?? sampleStaff(), staffSaved);
        const command = {
          approvalId,
          command: { ...revocation, act: round % 2 === 0 ? "suspend" : "resume" },
          waitsMs: hourMs,
        } as const;
        const asked = await perform(storage, approvalId, "teller-1", (state, context) =>
          askApproval(state, command, context),
        );
        if (!asked.ok) throw new Error(asked.refusal.code);
        const disabled = { ...staffSaved, detail: { disabled: approvalId } };
        const [decided] = await Promise.all([
          perform(storage, approvalId, "approver-1", approving(asked.value)),
          storage.putStaff(sampleStaff({ staffId: "approver-1", role: "approver", disabledAtMs: startMs }), disabled),
        ]);
        const events = await storage.eventsAfter("ozora", 0, 1000);
        const given = events.find(
          ({ type, detail }) => type === "approval.given" && detail["approvalId"] === approvalId,
        );
        const ended = events.find(({ detail }) => detail["disabled"] === approvalId);
        if (decided.ok) expect(given?.cursor).toBeLessThan(ended?.cursor ?? 0);
        else {
          expect(decided.refusal.code).toBe("notEntitled");
          expect(given).toBeUndefined();
          await storage.putStaff(people[2] ?? sampleStaff(), staffSaved);
          expect((await perform(storage, approvalId, "approver-2", approving(asked.value))).ok).toBe(true);
        }
      }
    });
  });
}
