import { answerOnce, checkInvariants, OutcomeUnknown, stateAfter } from "@warifu/rules";
import type { Context, Customer, CustomerState, OnceKey, Performed, Storage } from "@warifu/rules";
import { policy, subject, tokenId, tokenLife } from "./token-life.ts";
import type { LifeAct } from "./token-life.ts";

/** Makes the n-th operation of an act fail. */
export interface Breaker {
  /** From now on the n-th operation fails, counted from 1. */
  arm(nth: number): void;
  /** Nothing fails any more. Whether something did. */
  disarm(): boolean;
}

export interface Lived {
  readonly problems: readonly string[];
  /** Operations that were made to fail. */
  readonly failures: number;
}

/** No act takes more operations than this; a loop that passes it has lost its way. */
const mostOperations = 200;

/**
 * Lives a token's whole life. Each act is tried with its first operation failing, then its second, and so on under one once
 * key, until it goes through; afterwards all that is stored must be exactly what was told.
 */
export async function liveThrough(storage: Storage, breaker: Breaker, endMs: number): Promise<Lived> {
  const history: Performed[] = [];
  const problems: string[] = [];
  let failures = 0;
  for (const act of tokenLife(endMs)) {
    for (let nth = 1; ; nth++) {
      if (nth > mostOperations) throw new Error(`${act.name} never goes through`);
      breaker.arm(nth);
      const attempt = await tryAct(storage, act);
      const failed = breaker.disarm();
      if (failed) failures += 1;
      if (attempt.error === null) {
        history.push(...attempt.performed);
        break;
      }
      if (!failed) throw new Error(`${act.name} fails although nothing is broken`, { cause: attempt.error });
      const kept = await keptAnswer(storage, act);
      // Told as not done and found done, or the other way round, would be I11; unknown may be either.
      if (kept && !(attempt.error instanceof OutcomeUnknown))
        problems.push(`I11: ${act.name} ${nth} was told as not done`);
      if (kept) {
        history.push(...attempt.performed);
        break;
      }
    }
  }
  const violations = checkInvariants(history).map(({ invariant, says, at }) => `${invariant}: ${says} (act ${at})`);
  return { problems: [...problems, ...violations, ...(await differences(storage, history))], failures };
}

interface Attempt {
  readonly error: unknown;
  /** What the act did if it was committed: the last time that it was decided. */
  readonly performed: readonly Performed[];
}

/** A copy as of now, its fields in one order: a store may hand out a customer whose row it reads only when it is looked at. */
function plain({ customer, tokens }: CustomerState): CustomerState {
  return { customer: customer === null ? null : (sorted({ ...customer }) as Customer), tokens };
}

async function tryAct(storage: Storage, act: LifeAct): Promise<Attempt> {
  let performed: readonly Performed[] = [];
  const once = onceOf(act);
  try {
    const [slot] = await storage.act([{ ...subject, once }], (state, _index, { fenceMs, earlier }) => {
      const before = plain(state);
      const context: Context = {
        nowMs: act.atMs,
        policy,
        actor: { kind: "service", id: null, channel: "job" },
        fenceMs,
      };
      performed = [];
      return answerOnce(once, earlier, () => {
        const decision = act.decide(before, context);
        const after = plain(stateAfter(before, decision.changes));
        performed = [{ act: act.name.split(":")[0] ?? "", context, before, decision, after, secrets: act.secrets }];
        return decision;
      });
    });
    return { error: slot?.status === "rejected" ? slot.reason : null, performed };
  } catch (error) {
    return { error, performed };
  }
}

/** Whether the act was committed: a look under its once key that decides nothing. */
async function keptAnswer(storage: Storage, act: LifeAct): Promise<boolean> {
  for (let tries = 0; ; tries++) {
    try {
      const [slot] = await storage.act([{ ...subject, once: onceOf(act) }], (_state, _index, { earlier }) => {
        if (earlier === null) throw new NotKept();
        return { outcome: true, changes: {}, events: [], mails: [] };
      });
      if (slot?.status === "fulfilled") return true;
      if (slot?.reason instanceof NotKept) return false;
      throw slot?.reason;
    } catch (error) {
      // The connection that broke may be found out only now.
      if (tries === 20) throw error;
    }
  }
}

class NotKept extends Error {}

function onceOf({ name, atMs }: LifeAct): OnceKey {
  return { key: name, fingerprint: name, expiresAtMs: atMs + 24 * 3_600_000 };
}

/** What is stored against what was told: the state, the events in their order, the mails. */
export async function differences(storage: Storage, history: readonly Performed[]): Promise<readonly string[]> {
  const stored = await storage.look(subject);
  const last = history.at(-1);
  const events = await storage.eventsAfter(subject.institutionId, 0, 1000);
  const told = history.flatMap(({ decision }) => decision.events);
  const mails = await storage.mailsOfToken(tokenId);
  const ordered = history.flatMap(({ decision }) => decision.mails);
  const textOf = ({ type, detail }: (typeof told)[number]) => `${type} ${JSON.stringify(sorted(detail))}`;
  return [
    ...(stateText(stored) === stateText(last?.after ?? { customer: null, tokens: [] })
      ? []
      : [`I8: the stored state is not the one that was told: ${stateText(stored)}`]),
    ...(JSON.stringify(events.map(textOf)) === JSON.stringify(told.map(textOf))
      ? []
      : [`I8: the events are not those that were told: ${events.map(({ type }) => type).join(", ")}`]),
    ...(mails.length === ordered.length ? [] : [`I8: ${mails.length} mails are queued, not ${ordered.length}`]),
  ];
}

function stateText(state: CustomerState): string {
  const { customer, tokens } = plain(state);
  const opened = tokens.map((token) => ({
    ...token,
    // The mail job's own note, not an act's.
    mailSentAtMs: null,
    key: token.key === null ? null : Buffer.from(token.key.open()).toString("hex"),
  }));
  return JSON.stringify([customer, opened.map(sorted)]);
}

function sorted(record: object): object {
  return Object.fromEntries(Object.entries(record).toSorted(([left], [right]) => (left < right ? -1 : 1)));
}
