import { setImmediate } from "node:timers";
import type { DatabaseSync } from "node:sqlite";
import type { ActStore, CustomerState, Decision, StoreContext, Subject } from "@warifu/rules";
import { checkDecision, customerKeyOf } from "../check-decision.ts";
import type { InstitutionKeys } from "../sealing/institution-keys.ts";
import { inSavepoint, inTransaction } from "./connection.ts";
import type { CustomerTable } from "./customers.ts";
import type { KeysOf } from "./data-keys.ts";
import type { AppendEvent } from "./events.ts";
import type { KeptAnswers } from "./kept-answers.ts";
import type { QueueMail } from "./outbox.ts";

type Decide = (state: CustomerState, index: number, context: StoreContext) => Decision<unknown>;
type Slot = PromiseSettledResult<unknown>;

/** One call of `act` that waits for its commit. */
interface WaitingCall {
  readonly subjects: readonly Subject[];
  readonly decide: Decide;
  answer(slots: Slot[]): void;
  fail(error: unknown): void;
}

interface Parts {
  readonly customers: CustomerTable;
  readonly appendEvent: AppendEvent;
  readonly queueMail: QueueMail;
  readonly keysOf: KeysOf;
  readonly answers: KeptAnswers;
  readonly nowMs: () => number;
}

/** So many calls share one commit at most: a longer transaction would keep everybody else waiting. */
const callsPerCommit = 256;

/**
 * Acts in one file with one writer. Calls that come in the same turn of the event loop are decided in order of arrival in one
 * transaction and share its commit (group commit): no timer, no added wait when idle. Each subject has its own savepoint, so
 * what goes wrong with one undoes that one alone.
 */
export function sqliteActs(db: DatabaseSync, parts: Parts): ActStore & { settled(): Promise<void> } {
  const { customers, appendEvent, queueMail, keysOf, answers, nowMs } = parts;
  const selectFence = db.prepare("SELECT raised_to_ms FROM fence");
  const raise = db.prepare("UPDATE fence SET raised_to_ms = ? WHERE raised_to_ms < ?");
  const waiting: WaitingCall[] = [];
  let working: Promise<void> | null = null;

  const fenceMs = () => Number(selectFence.get()?.["raised_to_ms"]);

  const decideOne = (subject: Subject, index: number, decide: Decide, keys: InstitutionKeys): unknown => {
    const before = customers.load(subject, keys);
    const earlier = answers.earlier(subject);
    const decision = decide(before.state, index, { fenceMs: fenceMs(), earlier });
    checkDecision(subject, before.state, decision, nowMs());
    if (earlier === null) answers.keep(subject, decision.outcome);
    customers.write(subject, before, decision.changes, keys);
    for (const event of decision.events) appendEvent(event);
    const owner = customerKeyOf(subject, before.state);
    if (owner !== null) for (const order of decision.mails) queueMail(owner, order, keys);
    return decision.outcome;
  };
  const decideCall = ({ subjects, decide }: WaitingCall, keys: OpenedKeys): Slot[] =>
    subjects.map((subject, index) => {
      try {
        const institutionKeys = keys(subject.institutionId);
        const value = inSavepoint(db, () => decideOne(subject, index, decide, institutionKeys));
        return { status: "fulfilled", value };
      } catch (reason) {
        // SQLite itself gave the transaction up: nothing of the batch is stored, so nobody in it may be answered.
        if (!db.isTransaction) throw reason;
        return { status: "rejected", reason };
      }
    });

  const commitBatch = async (batch: readonly WaitingCall[]): Promise<void> => {
    try {
      const keys = await openKeys(batch, keysOf);
      const answers = inTransaction(db, () => batch.map((call) => ({ call, slots: decideCall(call, keys) })));
      for (const { call, slots } of answers) call.answer(slots);
    } catch (error) {
      for (const call of batch) call.fail(error);
    }
  };
  const work = async (): Promise<void> => {
    while (waiting.length > 0) {
      await nextTurn();
      await commitBatch(waiting.splice(0, callsPerCommit));
    }
    working = null;
  };

  return {
    act(subjects, decide) {
      return new Promise((resolve, reject) => {
        const answer = (slots: Slot[]) => resolve(slots as Awaited<ReturnType<ActStore["act"]>> as never);
        waiting.push({ subjects, decide, answer, fail: reject });
        working ??= work();
      });
    },
    look: async (subject) => customers.load(subject, await keysOf(subject.institutionId)).state,
    raiseFence: async (toMs, event) =>
      inTransaction(db, () => {
        raise.run(toMs, toMs);
        appendEvent(event);
        return fenceMs();
      }),
    /** When every call that waits now has been answered. */
    settled: () => working ?? Promise.resolve(),
  };
}

type OpenedKeys = (institutionId: string) => InstitutionKeys;

/** Opens all keys before the transaction begins. An institution whose keys do not open keeps nobody else from acting. */
async function openKeys(batch: readonly WaitingCall[], keysOf: KeysOf): Promise<OpenedKeys> {
  const ids = [...new Set(batch.flatMap(({ subjects }) => subjects.map(({ institutionId }) => institutionId)))];
  const settled = await Promise.allSettled(ids.map(keysOf));
  const byInstitution = new Map(ids.map((id, index) => [id, settled[index]]));
  return (institutionId) => {
    const keys = byInstitution.get(institutionId);
    if (keys?.status === "fulfilled") return keys.value;
    throw keys?.reason;
  };
}

// Imported from node:timers and not the global one, which a test with a frozen clock may have replaced.
function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
