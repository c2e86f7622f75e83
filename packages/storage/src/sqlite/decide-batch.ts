import type { AuditEvent, CustomerState, Decision, EarlierAnswer, StoreContext, Subject } from "@warifu/rules";
import { checkDecision, customerKeyOf } from "../check-decision.ts";
import type { InstitutionKeys } from "../sealing/institution-keys.ts";
import type { Batch, Write } from "./commit-batch.ts";
import { nobody } from "./customers.ts";
import type { CustomerTable, LoadedState } from "./customers.ts";
import { eventColumns, institutionOf } from "./events.ts";
import type { EventColumns, SqliteEvents } from "./events.ts";
import type { JournalEntry } from "./journal.ts";
import type { KeptAnswers } from "./kept-answers.ts";
import type { QueueMail } from "./outbox.ts";

export type Decide = (state: CustomerState, index: number, context: StoreContext) => Decision<unknown>;
export type Slot = PromiseSettledResult<unknown>;

/** One call of `act`. */
export interface Call {
  readonly subjects: readonly Subject[];
  readonly decide: Decide;
}

/** What a batch of calls decided. Nothing of it is stored yet. */
export interface DecidedBatch {
  /** One slot for every subject of every call. */
  readonly slots: readonly (readonly Slot[])[];
  /** The places in `slots` of the subjects that have something to write; `events` and `writes` name them by their number here. */
  readonly places: readonly string[];
  readonly events: readonly EventColumns[];
  readonly eventOwners: readonly number[];
  readonly writes: Batch["writes"];
  readonly entries: readonly JournalEntry[];
}

interface SubjectWrites {
  readonly events: readonly EventColumns[];
  readonly writes: readonly Write[];
}

export interface DecidingParts {
  readonly customers: CustomerTable;
  readonly events: Pick<SqliteEvents, "newestCursor">;
  readonly queueMail: QueueMail;
  readonly answers: KeptAnswers;
  readonly fenceMs: () => number;
  readonly nowMs: () => number;
}

/**
 * Decides calls in order of arrival, each subject seeing what those before it in the batch changed. What a subject throws is
 * its own.
 * @param refused subjects that could not be written when the same batch was tried before: their errors, by call and index
 */
export function decideBatch(
  calls: readonly Call[],
  keysOf: (institutionId: string) => InstitutionKeys,
  refused: ReadonlyMap<string, unknown>,
  parts: DecidingParts,
): DecidedBatch {
  const desk = new Desk(parts, keysOf);
  const places: string[] = [];
  const events: EventColumns[] = [];
  const eventOwners: number[] = [];
  const writes: Batch["writes"][number][] = [];
  const note = (place: string, written: SubjectWrites) => {
    const subject = places.push(place) - 1;
    for (const event of written.events) {
      events.push(event);
      eventOwners.push(subject);
    }
    for (const { sql, values } of written.writes) writes.push({ sql, values, subject });
  };
  const slots = calls.map(({ subjects, decide }, call) =>
    subjects.map((subject, index): Slot => {
      try {
        const place = placeOf(call, index);
        if (refused.has(place)) throw refused.get(place);
        const { outcome, written } = desk.decide(subject, index, decide);
        note(place, written);
        return { status: "fulfilled", value: outcome };
      } catch (reason) {
        return { status: "rejected", reason };
      }
    }),
  );
  return { slots, places, events, eventOwners, writes, entries: desk.entries() };
}

function placeOf(call: number, index: number): string {
  return `${call}.${index}`;
}

/** What lies open while a batch is decided. */
class Desk {
  readonly #parts: DecidingParts;
  readonly #keysOf: (institutionId: string) => InstitutionKeys;
  readonly #states = new Map<string, LoadedState>();
  readonly #owners = new Map<string, string>();
  readonly #answers = new Map<string, EarlierAnswer>();
  readonly #cursors = new Map<string, number>();
  readonly #entries = new Map<string, JournalEntry>();
  readonly #fenceMs: number;

  constructor(parts: DecidingParts, keysOf: (institutionId: string) => InstitutionKeys) {
    this.#parts = parts;
    this.#keysOf = keysOf;
    this.#fenceMs = parts.fenceMs();
  }

  entries(): readonly JournalEntry[] {
    return [...this.#entries.values()];
  }

  decide(subject: Subject, index: number, decide: Decide): { outcome: unknown; written: SubjectWrites } {
    const { institutionId, once } = subject;
    const keys = this.#keysOf(institutionId);
    const customerId = this.#customerIdOf(subject);
    const before = customerId === undefined ? nobody : this.#load(institutionId, customerId, keys);
    const earlier = once === undefined ? null : this.#earlier(institutionId, once);
    const decision = decide(before.state, index, { fenceMs: this.#fenceMs, earlier });
    checkDecision(subject, before.state, decision, this.#parts.nowMs());

    const next = this.#parts.customers.next(subject, before, decision.changes, keys);
    const writes = [...next.writes];
    const owner = customerKeyOf(subject, before.state);
    if (owner !== null) for (const order of decision.mails) writes.push(this.#parts.queueMail(owner, order, keys));
    if (once !== undefined && earlier === null) {
      writes.push(this.#parts.answers.keep(institutionId, once, decision.outcome));
    }
    const events = this.#append(decision.events);

    // From here on nothing throws: the desk shows what this subject changed.
    if (next.entries.length > 0 || decision.changes.customer !== undefined) {
      this.#states.set(nameOf(institutionId, owner?.customerId ?? ""), next);
      for (const entry of next.entries) {
        this.#entries.set(`${institutionId}\n${entry.customer_id}\n${entry.ordinal}`, entry);
      }
      for (const { userId } of next.state.tokens) {
        if (userId !== null && owner !== null) this.#owners.set(nameOf(institutionId, userId), owner.customerId);
      }
    }
    if (once !== undefined && earlier === null) {
      const outcome: unknown = JSON.parse(JSON.stringify(decision.outcome ?? null));
      this.#answers.set(nameOf(institutionId, once.key), { fingerprint: once.fingerprint, outcome });
    }
    return { outcome: decision.outcome, written: { events, writes } };
  }

  #customerIdOf(subject: Subject): string | undefined {
    if ("customerId" in subject) return subject.customerId;
    return (
      this.#owners.get(nameOf(subject.institutionId, subject.userId)) ?? this.#parts.customers.customerIdOf(subject)
    );
  }

  #load(institutionId: string, customerId: string, keys: InstitutionKeys): LoadedState {
    return (
      this.#states.get(nameOf(institutionId, customerId)) ??
      this.#parts.customers.loadForDecision(institutionId, customerId, keys)
    );
  }

  #earlier(institutionId: string, once: NonNullable<Subject["once"]>): EarlierAnswer | null {
    return this.#answers.get(nameOf(institutionId, once.key)) ?? this.#parts.answers.earlier(institutionId, once);
  }

  #append(events: readonly AuditEvent[]): EventColumns[] {
    return events.map((event) => {
      const institutionId = institutionOf(event);
      const cursor = (this.#cursors.get(institutionId) ?? this.#parts.events.newestCursor(institutionId)) + 1;
      this.#cursors.set(institutionId, cursor);
      return eventColumns(event, cursor);
    });
  }
}

function nameOf(institutionId: string, id: string): string {
  return `${institutionId}\n${id}`;
}
