import type { Approval, CodeState, Customer, CustomerState, Decision, EarlierAnswer } from "@warifu/rules";
import type { OnceKey, Subject } from "@warifu/rules";
import { checkApproval, signApproval } from "../rows/approval-row.ts";
import type { SignedApproval } from "../rows/approval-row.ts";
import { sealMail } from "../rows/mail-row.ts";
import type { SealedMail } from "../rows/mail-row.ts";
import { openStaff, staffRows } from "../rows/staff-row.ts";
import { openCustomer, signCustomer } from "../sealing/customer-row.ts";
import type { InstitutionKeys } from "../sealing/institution-keys.ts";
import { changedTokens, loadedAfter } from "../sealing/token-row.ts";
import type { ChangedToken, LoadedToken } from "../sealing/token-row.ts";
import type { CustomerRow } from "../tables/customer-table.ts";
import { checkDecision, customerKeyOf } from "./check-decision.ts";
import { nameOf } from "./gather-acts.ts";
import type { Asked, NamedCustomer, OpenedKeys, Slot } from "./gather-acts.ts";

/**
 * What a batch is decided on, as the database says it: nobody else changes it while the batch is under way. What is asked for and
 * cannot be read, or is not as it was written, throws, so that it is the trouble of those alone who are about it.
 * `Kept`: a token with what its database knows of it beside.
 */
export interface Found<Kept extends LoadedToken = LoadedToken> {
  /** See `Context.fenceMs`. */
  readonly fenceMs: number;
  /** The database's own clock, and this node's. */
  readonly databaseMs: number;
  readonly nowMs: number;
  /** Of a user ID whose customer was not known yet when it was asked for. */
  ownerOf(institutionId: string, userId: string): NamedCustomer | undefined;
  /** Newest first. @throws RowDamaged */
  tokensOf(institutionId: string, customer: NamedCustomer, keys: InstitutionKeys): readonly Kept[];
  /** A token that was sealed anew, or a new one, as this database has it. */
  placed(after: LoadedToken, before: Kept | undefined): Kept;
  /** Not checked yet, like the rows below. */
  customerRow(institutionId: string, customer: NamedCustomer): CustomerRow | undefined;
  approvalRow(institutionId: string, approvalId: string): object | undefined;
  staffRow(institutionId: string, staffId: string): object | undefined;
  answer(institutionId: string, once: OnceKey): EarlierAnswer | null;
}

export interface KeptAnswer {
  readonly institutionId: string;
  readonly once: OnceKey;
  /** JSON. */
  readonly outcome: string;
}

export interface ChangedCustomer {
  readonly after: Customer;
  readonly row: CustomerRow;
  /** Undefined for a new one. */
  readonly rowBefore: CustomerRow | undefined;
}

/** What was decided of one subject, sealed and signed. Nothing of it is written yet. */
export interface Decided<Kept extends LoadedToken = LoadedToken> {
  readonly subject: Subject;
  readonly customer: NamedCustomer | undefined;
  readonly decision: Decision<unknown>;
  /** The customer's tokens before, newest first. */
  readonly tokensBefore: readonly Kept[];
  readonly tokens: readonly ChangedToken<Kept>[];
  readonly customerRow: ChangedCustomer | null;
  readonly approval: SignedApproval | null;
  readonly mails: readonly SealedMail[];
  readonly answer: KeptAnswer | null;
}

/** What a subject is decided on. */
interface Before<Kept extends LoadedToken> extends Pick<Decided<Kept>, "subject" | "customer" | "tokensBefore"> {
  readonly earlier: EarlierAnswer | null;
}

/**
 * Decides in order of arrival. What is wrong with one subject is its own.
 * @param take writes down what was decided; whatever it throws refuses the subject at this place, and nobody sees what it changed
 */
export function decideBatch<Kept extends LoadedToken>(
  asked: readonly Asked[],
  batch: DecidingBatch<Kept>,
  take: (decided: Decided<Kept>, place: number) => void,
): readonly Slot[] {
  return asked.map((one, place): Slot => {
    try {
      const decided = batch.decide(one);
      take(decided, place);
      batch.keep(decided);
      return { status: "fulfilled", value: decided.decision.outcome };
    } catch (reason) {
      return { status: "rejected", reason };
    }
  });
}

/** A batch while it is decided: each subject sees what was found, and over it what those before it changed. */
export class DecidingBatch<Kept extends LoadedToken = LoadedToken> {
  readonly #found: Found<Kept>;
  readonly #keysOf: OpenedKeys;
  /** Of each customer, what changed their tokens last. */
  readonly #tokens = new Map<string, Decided<Kept>>();
  readonly #customers = new Map<string, ChangedCustomer>();
  readonly #owners = new Map<string, NamedCustomer>();
  readonly #approvals = new Map<string, Approval>();
  /** With their outcomes as JSON: hardly ever is one asked for in its own batch. */
  readonly #answers = new Map<string, KeptAnswer>();

  constructor(found: Found<Kept>, keysOf: OpenedKeys) {
    this.#found = found;
    this.#keysOf = keysOf;
  }

  /** @throws what is wrong with this subject alone */
  decide(asked: Asked): Decided<Kept> {
    const { subject, index, decide } = asked;
    const { institutionId, once } = subject;
    const { fenceMs, databaseMs } = this.#found;
    const keys = this.#keysOf(institutionId);
    const customer = this.#customerOf(asked);
    const tokensBefore = customer === undefined ? none : this.#tokensOf(institutionId, customer, keys);
    const tokens = tokensBefore.map(({ token }) => token);
    const earlier = once === undefined ? null : this.#earlier(institutionId, once);
    const before: Before<Kept> = { subject, customer, tokensBefore, earlier };
    const context = { fenceMs, databaseMs, earlier };
    if (typeof decide === "object" && customer !== undefined && tokens.some(({ life }) => life === "inUse")) {
      // A token in use says that the customer applied: checkDecision keeps it so.
      const holder = { institutionId, customerId: customer.customerId, use: "applied" } as const;
      const state: CodeState = { customer: holder, tokens };
      return this.#sealed(before, state, undefined, decide.byTokenInUse(state, index, context), keys);
    }
    const changed = customer && this.#customers.get(customer.name);
    const row = changed?.row ?? (customer && this.#found.customerRow(institutionId, customer));
    const known = changed?.after ?? openCustomer(row, tokens.length > 0, keys);
    const state = this.#withBeside({ customer: known, tokens }, subject, keys);
    const decision =
      typeof decide === "function" ? decide(state, index, context) : decide.byTokenInUse(state, index, context);
    return this.#sealed(before, state, row, decision, keys);
  }

  /** Checks what was decided, then seals and signs it. @param row the customer's, where it was read */
  #sealed(
    { subject, customer, tokensBefore, earlier }: Before<Kept>,
    state: CodeState & Pick<CustomerState, "beside">,
    row: CustomerRow | undefined,
    decision: Decision<unknown>,
    keys: InstitutionKeys,
  ): Decided<Kept> {
    const { databaseMs, nowMs, placed } = this.#found;
    checkDecision(subject, state, decision, databaseMs);
    const owner = customerKeyOf(subject, state);
    const { changes, mails, outcome } = decision;
    const { institutionId, once } = subject;
    return {
      subject,
      customer,
      decision,
      tokensBefore,
      tokens:
        owner === null || changes.tokens === undefined
          ? none
          : changedTokens(changes.tokens, owner, tokensBefore, keys, placed),
      customerRow:
        changes.customer === undefined
          ? null
          : { after: changes.customer, row: signCustomer(changes.customer, keys), rowBefore: row },
      approval: changes.approval === undefined ? null : signApproval(changes.approval, keys),
      mails: owner === null || mails.length === 0 ? none : mails.map((order) => sealMail(owner, order, keys, nowMs)),
      answer:
        once === undefined || earlier !== null
          ? null
          : { institutionId, once, outcome: JSON.stringify(outcome ?? null) },
    };
  }

  /** Lets the subjects after this one see what it changed. */
  keep(decided: Decided<Kept>): void {
    const { subject, customer, decision, customerRow, tokens, answer } = decided;
    const { institutionId } = subject;
    const { approval } = decision.changes;
    if (approval !== undefined) this.#approvals.set(nameOf(institutionId, approval.approvalId), approval);
    if (answer !== null) this.#answers.set(nameOf(institutionId, answer.once.key), answer);
    if (customer === undefined) return;
    if (customerRow !== null) this.#customers.set(customer.name, customerRow);
    if (tokens.length > 0) this.#tokens.set(customer.name, decided);
    // A user ID stays with its token: only new tokens bring one that the database does not know yet.
    for (const { after, before } of tokens) {
      const { userId } = after.token;
      if (before === undefined && userId !== null) this.#owners.set(nameOf(institutionId, userId), customer);
    }
  }

  #customerOf({ subject, customer }: Asked): NamedCustomer | undefined {
    if (customer !== undefined || "customerId" in subject) return customer;
    const { institutionId, userId } = subject;
    return this.#owners.get(nameOf(institutionId, userId)) ?? this.#found.ownerOf(institutionId, userId);
  }

  #tokensOf(institutionId: string, customer: NamedCustomer, keys: InstitutionKeys): readonly Kept[] {
    const last = this.#tokens.get(customer.name);
    return last === undefined
      ? this.#found.tokensOf(institutionId, customer, keys)
      : loadedAfter(last.tokensBefore, last.tokens);
  }

  /** With the approval that the subject names, and the staff who have to do with it: those named beside it, and whoever asked. */
  #withBeside(state: CustomerState, { institutionId, approval: named }: Subject, keys: InstitutionKeys): CustomerState {
    if (named === undefined) return state;
    const { approvalId, staffIds } = named;
    const row = this.#found.approvalRow(institutionId, approvalId);
    const changed = this.#approvals.get(nameOf(institutionId, approvalId));
    const approval = changed ?? (row === undefined ? null : checkApproval(row, keys));
    const ids = new Set(approval === null ? staffIds : [...staffIds, approval.askedBy]);
    const rows = Array.from(ids, (staffId) => this.#found.staffRow(institutionId, staffId));
    const staff = rows.flatMap((raw) => (raw === undefined ? [] : openStaff(staffRows.check(raw, keys), keys)));
    return { ...state, beside: { approval, staff } };
  }

  #earlier(institutionId: string, once: OnceKey): EarlierAnswer | null {
    const answer = this.#answers.get(nameOf(institutionId, once.key));
    if (answer === undefined) return this.#found.answer(institutionId, once);
    const outcome: unknown = JSON.parse(answer.outcome);
    return { fingerprint: answer.once.fingerprint, outcome };
  }
}

const none: readonly never[] = [];
