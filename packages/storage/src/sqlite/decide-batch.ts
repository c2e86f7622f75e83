import type { Approval, AuditEvent, Beside, EarlierAnswer, Subject } from "@warifu/rules";
import { checkDecision, customerKeyOf } from "../deciding/check-decision.ts";
import type { Asked, Decide, NamedCustomer, OpenedKeys, Slot } from "../deciding/gather-acts.ts";
import type { InstitutionKeys } from "../sealing/institution-keys.ts";
import type { SqliteApprovals } from "./approvals.ts";
import type { Batch } from "./commit-batch.ts";
import type { Write } from "./write.ts";
import { nobody } from "./find-batch.ts";
import type { CustomerTable, LoadedState, NumberedToken } from "./find-batch.ts";
import { institutionOf } from "../rows/event-row.ts";
import { eventColumns } from "./events.ts";
import type { EventColumns } from "./events.ts";
import { keepAnswer } from "./kept-answers.ts";
import type { QueueMail } from "./outbox.ts";
import type { ReadRows } from "./read-ahead.ts";
import { tokens } from "../sealing/token-row.ts";
import { tokenStates } from "./token-states.ts";
import type { PackedEntry } from "./token-states.ts";

/** What a batch decided. Nothing of it is stored yet. */
export interface DecidedBatch {
  /** One for every subject; `eventOwners` and `writes` name subjects by their place here. */
  readonly slots: readonly Slot[];
  readonly events: readonly EventColumns[];
  readonly eventOwners: readonly number[];
  readonly writes: Batch["writes"];
  readonly entries: readonly PackedEntry[];
}

interface SubjectWrites {
  readonly events: readonly EventColumns[];
  readonly writes: readonly Write[];
}

export interface DecidingParts {
  readonly customers: CustomerTable;
  readonly approvals: Pick<SqliteApprovals, "besideFor" | "staffIn" | "write">;
  readonly queueMail: QueueMail;
  readonly fenceMs: () => number;
  readonly nowMs: () => number;
  /** The institution's next cursor: given out once. */
  readonly takeCursor: (institutionId: string) => number;
}

/**
 * Decides in order of arrival, each subject seeing what those before it in the batch changed. What a subject throws is its own.
 * @param rows what was read for this batch
 * @param refused subjects that could not be written when the same batch was tried before: their errors, by place
 */
export function decideBatch(
  batch: readonly Asked[],
  rows: ReadRows,
  keysOf: OpenedKeys,
  refused: ReadonlyMap<number, unknown>,
  parts: DecidingParts,
): DecidedBatch {
  const desk = new Desk(parts, rows, keysOf);
  const events: EventColumns[] = [];
  const eventOwners: number[] = [];
  const writes: Batch["writes"][number][] = [];
  const slots = batch.map((asked, place): Slot => {
    try {
      if (refused.has(place)) throw refused.get(place);
      const { outcome, written } = desk.decide(asked);
      for (const event of written.events) {
        events.push(event);
        eventOwners.push(place);
      }
      for (const { sql, values } of written.writes) writes.push({ sql, values, subject: place });
      return { status: "fulfilled", value: outcome };
    } catch (reason) {
      return { status: "rejected", reason };
    }
  });
  return { slots, events, eventOwners, writes, entries: desk.entries() };
}

/** What lies open while a batch is decided. */
class Desk {
  readonly #parts: DecidingParts;
  readonly #rows: ReadRows;
  readonly #keysOf: OpenedKeys;
  readonly #states = new Map<string, () => LoadedState>();
  readonly #owners = new Map<string, NamedCustomer>();
  /** With their outcomes as JSON: hardly ever is one asked for in its own batch. */
  readonly #answers = new Map<string, { readonly fingerprint: string; readonly outcome: string }>();
  /** Those that this batch changed. */
  readonly #approvals = new Map<string, Approval>();
  /** Whose state changed, by number: the newest of each. */
  readonly #changed = new Map<number, NumberedToken>();
  readonly #fenceMs: number;

  constructor(parts: DecidingParts, rows: ReadRows, keysOf: OpenedKeys) {
    this.#parts = parts;
    this.#rows = rows;
    this.#keysOf = keysOf;
    this.#fenceMs = parts.fenceMs();
  }

  entries(): readonly PackedEntry[] {
    return Array.from(this.#changed.values(), (token) => tokenStates.pack(token));
  }

  decide(asked: Asked): { outcome: unknown; written: SubjectWrites } {
    const { subject, index, decide } = asked;
    const { institutionId, once } = subject;
    const keys = this.#keysOf(institutionId);
    const customer = this.#customerOf(asked);
    const before = customer === undefined ? nobody : this.#load(institutionId, customer, decide, keys);
    const earlier = once === undefined ? null : this.#earlier(institutionId, once);
    const databaseMs = this.#parts.nowMs();
    const beside = this.#beside(subject, keys);
    const state = beside === null ? before.state : { ...before.state, beside };
    const decision = decide(state, index, { fenceMs: this.#fenceMs, databaseMs, earlier });
    checkDecision(subject, state, decision, databaseMs);

    const next = this.#parts.customers.next(subject, before, decision.changes, keys);
    const writes = [...next.writes];
    const { approval } = decision.changes;
    if (approval !== undefined) writes.push(this.#parts.approvals.write(approval, keys));
    const owner = customerKeyOf(subject, before.state);
    if (owner !== null) for (const order of decision.mails) writes.push(this.#parts.queueMail(owner, order, keys));
    const answer = once === undefined || earlier !== null ? null : JSON.stringify(decision.outcome ?? null);
    if (once !== undefined && answer !== null) writes.push(keepAnswer(institutionId, once, answer));
    const cursors = decision.events.map((event) => this.#parts.takeCursor(institutionOf(event)));

    // From here on nothing throws: the desk shows what this subject changed.
    for (const token of next.changed) this.#changed.set(token.number, token);
    if (approval !== undefined) this.#approvals.set(nameOf(institutionId, approval.approvalId), approval);
    const theirs = [...next.changed, ...before.loaded];
    const events = decision.events.map((event, index) => this.#link(event, cursors[index] ?? 0, theirs));
    if (
      customer !== undefined &&
      (decision.events.length > 0 || next.changed.length > 0 || decision.changes.customer !== undefined)
    ) {
      this.#states.set(customer.name, next.loaded);
      // A user ID stays with its token: only new tokens bring one that the file does not know yet.
      for (const { tokenId, userId } of decision.changes.tokens ?? []) {
        if (userId === null || before.state.tokens.some((token) => token.tokenId === tokenId)) continue;
        this.#owners.set(nameOf(institutionId, userId), customer);
      }
    }
    if (once !== undefined && answer !== null) {
      this.#answers.set(nameOf(institutionId, once.key), { fingerprint: once.fingerprint, outcome: answer });
    }
    return { outcome: decision.outcome, written: { events, writes } };
  }

  /** A user ID that came into the file only since it was asked for is nobody's yet: its customer may be in another batch. */
  #customerOf({ subject, customer }: Asked): NamedCustomer | undefined {
    if (customer !== undefined || "customerId" in subject) return customer;
    return this.#owners.get(nameOf(subject.institutionId, subject.userId));
  }

  #load(institutionId: string, customer: NamedCustomer, decide: Decide, keys: InstitutionKeys): LoadedState {
    const { customers } = this.#parts;
    const loaded =
      this.#states.get(customer.name)?.() ??
      customers.loadForCode(institutionId, customer.customerId, this.#rows.tokensOf(customer), keys);
    return decide.byTokenInUse === true ? loaded : customers.whole(loaded, keys);
  }

  #beside({ institutionId, approval: subject }: Subject, keys: InstitutionKeys): Beside | null {
    if (subject === undefined) return null;
    const beside = this.#parts.approvals.besideFor(institutionId, subject, keys);
    const changed = this.#approvals.get(nameOf(institutionId, subject.approvalId));
    if (changed === undefined) return beside;
    const ids = new Set([...subject.staffIds, changed.askedBy]);
    return { approval: changed, staff: this.#parts.approvals.staffIn(institutionId, [...ids], keys) };
  }

  #earlier(institutionId: string, once: NonNullable<Subject["once"]>): EarlierAnswer | null {
    const answer = this.#answers.get(nameOf(institutionId, once.key));
    if (answer === undefined) return this.#rows.earlier(institutionId, once);
    return { fingerprint: answer.fingerprint, outcome: JSON.parse(answer.outcome) as unknown };
  }

  /**
   * Puts an event about a token before its chain.
   * @param theirs the customer's, each in its newest state before any other of its states
   */
  #link(event: AuditEvent, cursor: number, theirs: readonly NumberedToken[]): EventColumns {
    const token = theirs.find(
      ({ token: { tokenId }, row }) => tokenId === event.tokenId && tokens.customerIdOf(row) === event.customerId,
    );
    if (token === undefined) return eventColumns(event, cursor, null);
    const previous = token.newestEvent;
    token.newestEvent = cursor;
    this.#changed.set(token.number, token);
    return eventColumns(event, cursor, { previous });
  }
}

function nameOf(institutionId: string, id: string): string {
  return `${institutionId}\n${id}`;
}
