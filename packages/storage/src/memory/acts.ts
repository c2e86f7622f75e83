import { mobileEmailOf, mostSubjectsOfAct, stateAfter } from "@warifu/rules";
import type {
  ActStore,
  AuditEvent,
  CodeState,
  Customer,
  CustomerState,
  Decision,
  EarlierAnswer,
  Subject,
  Token,
  TokenKey,
} from "@warifu/rules";
import { checkDecision, customerKeyOf } from "../deciding/check-decision.ts";
import { tooManySubjects } from "../deciding/gather-acts.ts";
import type { MemoryApprovals } from "./approvals.ts";
import type { QueueMail } from "./outbox.ts";

interface KeptAnswer {
  readonly fingerprint: string;
  readonly json: string;
  readonly expiresAtMs: number;
}

export type KnownState = CustomerState & { readonly customer: Customer };

/**
 * Acts in memory. Nothing here awaits between loading and writing, so acts are serialised by the language; within one act all
 * that can fail comes before the first write, so each is whole or nothing.
 */
export function memoryActs(
  appendEvent: (event: AuditEvent) => void,
  queueMail: QueueMail,
  nowMs: () => number,
  approvals: Pick<MemoryApprovals, "besideFor" | "write">,
): { acts: ActStore; customers: Iterable<KnownState>; sweepAnswers: (nowMs: number) => number } {
  const states = new Map<string, KnownState>();
  /** Which customer a token's IDs belong to. */
  const owners = new Map<string, string>();
  const answers = new Map<string, KeptAnswer>();
  let fenceMs = 0;

  const load = (subject: Subject): CustomerState => {
    const state = loadCustomer(subject);
    if (subject.approval === undefined) return state;
    return { ...state, beside: approvals.besideFor(subject.institutionId, subject.approval) };
  };

  const loadCustomer = (subject: Subject): CustomerState => {
    const { institutionId } = subject;
    const key =
      "customerId" in subject
        ? nameOf("customer", institutionId, subject.customerId)
        : owners.get(nameOf("userId", institutionId, subject.userId));
    return (key === undefined ? undefined : states.get(key)) ?? { customer: null, tokens: [] };
  };

  const earlierOf = ({ institutionId, once }: Subject): EarlierAnswer | null => {
    const kept = once === undefined ? undefined : answers.get(nameOf("once", institutionId, once.key));
    if (kept === undefined || nowMs() >= kept.expiresAtMs) return null;
    return { fingerprint: kept.fingerprint, outcome: JSON.parse(kept.json) };
  };

  const write = (subject: Subject, before: CustomerState, seen: CodeState, decision: Decision<unknown>): void => {
    checkDecision(subject, seen, decision, nowMs());
    const customer = decision.changes.customer ?? before.customer;
    const tokens = (decision.changes.tokens ?? []).map(keep);
    const events = structuredClone(decision.events);
    if (customer !== null) {
      const owner = nameOf("customer", customer.institutionId, customer.customerId);
      const ids = tokens.flatMap((token) => idsOf(customer.institutionId, token));
      if (ids.some((id) => (owners.get(id) ?? owner) !== owner)) throw new Error("The token's ID is somebody else's.");
      const after = stateAfter(before, { tokens });
      const userIds = after.tokens.flatMap(({ userId }) => userId ?? []);
      if (new Set(userIds).size < userIds.length) throw new Error("The user ID is another token's.");
      for (const id of ids) owners.set(id, owner);
      states.set(owner, { customer: deepFrozen(structuredClone(customer)), tokens: Object.freeze(after.tokens) });
    }
    if (decision.changes.approval !== undefined) approvals.write(decision.changes.approval);
    for (const event of events) appendEvent(event);
    const key = customerKeyOf(subject, before);
    if (key !== null) for (const order of decision.mails) queueMail(key, order);
  };

  const keepAnswer = ({ institutionId, once }: Subject, outcome: unknown): void => {
    if (once === undefined) return;
    const { key, ...kept } = once;
    answers.set(nameOf("once", institutionId, key), { ...kept, json: JSON.stringify(outcome ?? null) });
  };

  const acts: ActStore = {
    async act(subjects, decide) {
      if (subjects.length > mostSubjectsOfAct) throw tooManySubjects();
      return subjects.map((subject, index) => {
        try {
          const state = load(subject);
          const earlier = earlierOf(subject);
          const context = { fenceMs, databaseMs: nowMs(), earlier };
          const seen = typeof decide === "function" ? state : codeStateOf(state);
          const decision =
            typeof decide === "function" ? decide(state, index, context) : decide.byTokenInUse(seen, index, context);
          write(subject, state, seen, decision);
          if (earlier === null) keepAnswer(subject, decision.outcome);
          return { status: "fulfilled", value: decision.outcome };
        } catch (reason) {
          return { status: "rejected", reason };
        }
      });
    },
    look: async (subject) => load(subject),
    async raiseFence(toMs, event) {
      appendEvent(event);
      fenceMs = Math.max(fenceMs, toMs);
      return fenceMs;
    },
  };
  const sweepAnswers = (sweepMs: number): number => {
    const ended = [...answers].filter(([, { expiresAtMs }]) => sweepMs >= expiresAtMs);
    for (const [name] of ended) answers.delete(name);
    return ended.length;
  };
  return { acts, customers: { [Symbol.iterator]: () => states.values() }, sweepAnswers };
}

function idsOf(institutionId: string, { tokenId, userId }: Token): string[] {
  const ids = [nameOf("tokenId", institutionId, tokenId)];
  if (userId !== null) ids.push(nameOf("userId", institutionId, userId));
  return ids;
}

function nameOf(kind: "customer" | "tokenId" | "userId" | "once", institutionId: string, id: string): string {
  return JSON.stringify([kind, institutionId, id]);
}

/** No more than a database reads where a token is in use. */
function codeStateOf({ customer, tokens }: CustomerState): CodeState {
  if (customer === null || tokens.every(({ life }) => life !== "inUse")) return { customer, tokens };
  const { institutionId, customerId, use } = customer;
  return { customer: { institutionId, customerId, use }, tokens };
}

function deepFrozen(customer: Customer): Customer {
  Object.freeze(customer.profile);
  Object.freeze(customer.issuancesAtMs);
  Object.freeze(customer.extraIssuancesAtMs);
  return Object.freeze(customer);
}

function keep(token: Token): Token {
  const { key, mobileEmail } = token;
  return Object.freeze({
    ...token,
    key: key === null || key instanceof KeptKey ? key : new KeptKey(key.open()),
    mobileEmail: mobileEmail === null ? null : mobileEmailOf(mobileEmail.open()),
  });
}

/** The store's own copy, so that a caller that wipes its bytes does not wipe ours. */
class KeptKey implements TokenKey {
  readonly #bytes: Uint8Array;
  constructor(bytes: Uint8Array) {
    this.#bytes = Uint8Array.from(bytes);
  }
  open(): Uint8Array {
    return Uint8Array.from(this.#bytes);
  }
}
