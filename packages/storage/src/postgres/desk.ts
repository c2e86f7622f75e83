import { stateAfter } from "@warifu/rules";
import type {
  Approval,
  ApprovalSubject,
  AuditEvent,
  Beside,
  CustomerState,
  Decision,
  EarlierAnswer,
  OnceKey,
} from "@warifu/rules";
import { checkDecision, customerKeyOf } from "../deciding/check-decision.ts";
import { signCustomer } from "../sealing/customer-row.ts";
import type { CustomerRow } from "../sealing/customer-row.ts";
import type { Asked, NamedCustomer } from "../deciding/gather-acts.ts";
import type { InstitutionKeys } from "../sealing/institution-keys.ts";
import { differsOnlyHot, sealToken, tokens as rows, withHotColumns } from "../sealing/token-row.ts";
import type { LoadedToken } from "../sealing/token-row.ts";
import { writeApproval } from "./approvals.ts";
import { sealMail } from "./outbox.ts";
import type { Step } from "./statement.ts";
import type { SealedMail } from "./outbox.ts";

/** A customer's state with the rows behind it. */
export interface LoadedState {
  readonly state: CustomerState;
  readonly customerRow: CustomerRow | null;
  readonly loaded: readonly LoadedToken[];
}

export const nobody: LoadedState = { state: { customer: null, tokens: [] }, customerRow: null, loaded: [] };

/** What a batch found under locks. A customer whose rows are damaged throws when it is asked for. */
export interface Found {
  readonly fenceMs: number;
  readonly databaseMs: number;
  ownerOf(institutionId: string, userId: string): NamedCustomer | undefined;
  load(institutionId: string, customer: NamedCustomer): LoadedState;
  earlier(institutionId: string, once: OnceKey): EarlierAnswer | null;
  /** The approval that a subject names, with the staff who have to do with it. */
  besideFor(institutionId: string, subject: ApprovalSubject): Beside;
}

export interface ChangedToken {
  readonly after: LoadedToken;
  /** The row as it was read; undefined for a new one. */
  readonly before: readonly unknown[] | undefined;
  /** Whether only what a code changes differs. */
  readonly isHot: boolean;
}

export interface KeptAnswer {
  readonly institutionId: string;
  readonly once: OnceKey;
  readonly outcome: string;
}

/** What one subject wants written. */
export interface SubjectWrites {
  readonly customer: { readonly row: CustomerRow; readonly before: CustomerRow | null } | null;
  readonly tokens: readonly ChangedToken[];
  readonly events: readonly AuditEvent[];
  readonly mails: readonly SealedMail[];
  readonly answer: KeptAnswer | null;
  readonly approval: Step | null;
}

export interface Decided {
  readonly outcome: unknown;
  readonly writes: SubjectWrites;
  /** Lets the subjects after this one see what it changed. */
  keep(): void;
}

/** What lies open while a batch is decided, in order of arrival. */
export class Desk {
  readonly #found: Found;
  readonly #nowMs: () => number;
  readonly #states = new Map<string, () => LoadedState>();
  readonly #owners = new Map<string, NamedCustomer>();
  /** With their outcomes as JSON: hardly ever is one asked for in its own batch. */
  readonly #answers = new Map<string, KeptAnswer>();
  /** Those that this batch changed. */
  readonly #approvals = new Map<string, Approval>();

  constructor(found: Found, nowMs: () => number) {
    this.#found = found;
    this.#nowMs = nowMs;
  }

  /** @throws what is wrong with this subject alone */
  decide(asked: Asked, keys: InstitutionKeys): Decided {
    const { subject, index, decide } = asked;
    const { institutionId, once } = subject;
    const named = this.#customerOf(asked);
    const before = named === undefined ? nobody : this.#load(institutionId, named);
    const earlier = once === undefined ? null : this.#earlier(institutionId, once);
    const beside = this.#beside(subject);
    const state = beside === null ? before.state : { ...before.state, beside };
    const decision = decide(state, index, {
      fenceMs: this.#found.fenceMs,
      databaseMs: this.#found.databaseMs,
      earlier,
    });
    checkDecision(subject, state, decision, this.#found.databaseMs);

    const owner = customerKeyOf(subject, before.state);
    const { changes, outcome } = decision;
    const customer =
      changes.customer === undefined ? null : { row: signCustomer(changes.customer, keys), before: before.customerRow };
    const tokens =
      owner === null || changes.tokens === undefined ? [] : sealTokens(changes.tokens, owner, before, keys);
    const mails = owner === null ? [] : decision.mails.map((order) => sealMail(owner, order, keys, this.#nowMs()));
    const answer =
      once === undefined || earlier !== null ? null : { institutionId, once, outcome: JSON.stringify(outcome ?? null) };
    const approval = changes.approval === undefined ? null : writeApproval(changes.approval, keys);
    const keep = () => {
      if (changes.approval !== undefined) {
        this.#approvals.set(nameOf(institutionId, changes.approval.approvalId), changes.approval);
      }
      if (named !== undefined && (customer !== null || tokens.length > 0)) {
        this.#states.set(named.name, () => loadedAfter(before, changes, customer, tokens));
        // A user ID stays with its token: only new tokens bring one that the database does not know yet.
        for (const { after, before: earlierRow } of tokens) {
          const { userId } = after.token;
          if (earlierRow === undefined && userId !== null) this.#owners.set(nameOf(institutionId, userId), named);
        }
      }
      if (answer !== null) this.#answers.set(nameOf(institutionId, answer.once.key), answer);
    };
    return { outcome, writes: { customer, tokens, events: decision.events, mails, answer, approval }, keep };
  }

  #customerOf({ subject, customer }: Asked): NamedCustomer | undefined {
    if (customer !== undefined || "customerId" in subject) return customer;
    const { institutionId, userId } = subject;
    return this.#owners.get(nameOf(institutionId, userId)) ?? this.#found.ownerOf(institutionId, userId);
  }

  #load(institutionId: string, customer: NamedCustomer): LoadedState {
    const known = this.#states.get(customer.name);
    return known === undefined ? this.#found.load(institutionId, customer) : known();
  }

  #beside({ institutionId, approval: subject }: Asked["subject"]): Beside | null {
    if (subject === undefined) return null;
    const changed = this.#approvals.get(nameOf(institutionId, subject.approvalId));
    const beside = this.#found.besideFor(institutionId, subject);
    return changed === undefined ? beside : { ...beside, approval: changed };
  }

  #earlier(institutionId: string, once: OnceKey): EarlierAnswer | null {
    const answer = this.#answers.get(nameOf(institutionId, once.key));
    if (answer === undefined) return this.#found.earlier(institutionId, once);
    return { fingerprint: answer.once.fingerprint, outcome: JSON.parse(answer.outcome) as unknown };
  }
}

function sealTokens(
  changed: NonNullable<Decision<unknown>["changes"]["tokens"]>,
  owner: { readonly institutionId: string; readonly customerId: string },
  { loaded }: LoadedState,
  keys: InstitutionKeys,
): ChangedToken[] {
  let newestOrdinal = loaded[0] === undefined ? 0 : rows.ordinalOf(loaded[0].row);
  // Listed newest first, like a state: the last one gets the next ordinal.
  return changed.toReversed().map((token) => {
    const before = loaded.find((one) => one.token.tokenId === token.tokenId);
    if (before !== undefined && differsOnlyHot(before.token, token)) {
      return { after: withHotColumns(before, token, keys), before: before.row, isHot: true };
    }
    const after = sealToken(
      token,
      owner,
      before === undefined ? ++newestOrdinal : rows.ordinalOf(before.row),
      keys,
      before,
    );
    return { after, before: before?.row, isHot: false };
  });
}

function loadedAfter(
  { state, customerRow, loaded }: LoadedState,
  changes: Decision<unknown>["changes"],
  customer: SubjectWrites["customer"],
  tokens: readonly ChangedToken[],
): LoadedState {
  const after = stateAfter(state, changes);
  const changed = tokens.map((one) => one.after);
  const newest = new Map([...loaded, ...changed].map((one) => [one.token.tokenId, one]));
  const loadedTokens = after.tokens.flatMap(({ tokenId }) => newest.get(tokenId) ?? []);
  return { state: after, customerRow: customer?.row ?? customerRow, loaded: loadedTokens };
}

export function nameOf(institutionId: string, id: string): string {
  return `${institutionId}\n${id}`;
}
