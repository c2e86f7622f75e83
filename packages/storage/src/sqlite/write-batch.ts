import type { AuditEvent } from "@warifu/rules";
import type { Decided, KeptAnswer } from "../deciding/decide-batch.ts";
import { institutionOf } from "../rows/event-row.ts";
import { tokens as tokenRows } from "../sealing/token-row.ts";
import { customerTable } from "../tables/customer-table.ts";
import { writeApproval } from "./approvals.ts";
import type { Batch } from "./commit-batch.ts";
import { eventColumns } from "./events.ts";
import type { EventColumns } from "./events.ts";
import type { NumberedToken } from "./find-batch.ts";
import type { NumberedRow } from "./numbered-row.ts";
import { insertMail } from "./outbox.ts";
import { tokenStates } from "./token-states.ts";
import type { PackedEntry } from "./token-states.ts";
import { rowUpsert } from "./write.ts";
import type { Write } from "./write.ts";

/** What a batch wants written, as the committing thread takes it: `eventOwners` and `writes` name subjects by their place. */
export class BatchWrites {
  readonly events: EventColumns[] = [];
  readonly eventOwners: number[] = [];
  readonly writes: Batch["writes"][number][] = [];
  readonly #takeCursor: (institutionId: string) => number;
  /** Whose state changed, by number: the newest of each. */
  readonly #changed = new Map<number, NumberedRow>();

  /** @param takeCursor gives the institution's next cursor, once */
  constructor(takeCursor: (institutionId: string) => number) {
    this.#takeCursor = takeCursor;
  }

  /** Each gets an entry in the journal, also those whose whole row is written: the newest entry is always right. */
  entries(): readonly PackedEntry[] {
    return Array.from(this.#changed.values(), (token) => tokenStates.pack(token));
  }

  /** @throws what keeps it from being written; nothing of it is taken then */
  add(decided: Decided<NumberedToken>, place: number): void {
    const { decision, customerRow, tokens, approval, mails, answer } = decided;
    const cursors = decision.events.map((event) => this.#takeCursor(institutionOf(event)));
    const write = ({ sql, values }: Write) => this.writes.push({ sql, values, subject: place });
    if (customerRow !== null) write(upsertCustomer(customerTable.names.map((name) => customerRow.row[name])));
    for (const { after, isHot } of tokens) {
      const token = this.#withNewestEvent(after);
      this.#changed.set(token.number, token);
      if (!isHot) tokenStates.upserts(token).forEach(write);
    }
    if (approval !== null) write(writeApproval(approval));
    for (const mail of mails) write(insertMail(mail));
    if (answer !== null) write(keepAnswer(answer));
    for (const [index, event] of decision.events.entries()) {
      this.events.push(this.#link(event, cursors[index] ?? 0, decided));
      this.eventOwners.push(place);
    }
  }

  /** The batch may have put events before its chain that its row does not know of. */
  #withNewestEvent(token: NumberedToken): NumberedRow {
    const known = this.#changed.get(token.number);
    return known === undefined ? token : { row: token.row, number: token.number, newestEvent: known.newestEvent };
  }

  /** Puts an event about a token before its chain. */
  #link(event: AuditEvent, cursor: number, { tokens, tokensBefore }: Decided<NumberedToken>): EventColumns {
    const isAbout = ({ token: { tokenId }, row }: NumberedToken) =>
      tokenId === event.tokenId && tokenRows.customerIdOf(row) === event.customerId;
    const token = tokens.find(({ after }) => isAbout(after))?.after ?? tokensBefore.find(isAbout);
    if (token === undefined) return eventColumns(event, cursor, null);
    const { row, number, newestEvent: previous } = this.#changed.get(token.number) ?? token;
    this.#changed.set(number, { row, number, newestEvent: cursor });
    return eventColumns(event, cursor, { previous });
  }
}

const upsertCustomer = rowUpsert("customer", customerTable.names, customerTable.key);

const keepSql = `
  INSERT OR REPLACE INTO kept_answer (institution_id, once_key, fingerprint, outcome, expires_at_ms)
  VALUES (?, ?, ?, ?, ?)`;

function keepAnswer({ institutionId, once, outcome }: KeptAnswer): Write {
  const { key, fingerprint, expiresAtMs } = once;
  return { sql: keepSql, values: [institutionId, key, fingerprint, outcome, expiresAtMs] };
}
