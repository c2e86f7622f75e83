import type { Mutant } from "./mutant.ts";

const storage = "packages/storage/src";
const sqlite = `${storage}/sqlite`;
const postgres = `${storage}/postgres`;
const gathering = { file: `${storage}/gather-acts.ts`, tests: [`${storage}/gather-acts.test.ts`] };
const journal = { file: `${sqlite}/journal.ts`, tests: [`${sqlite}/journal.test.ts`] };
const desk = { file: `${sqlite}/decide-batch.ts`, tests: [`${sqlite}/sqlite-storage.test.ts`] };
const furtherColumn = { tests: [`${storage}/tables/further-column.test.ts`] };

/** Of what makes SQLite and PostgreSQL keep what was decided: batches, journal, settling, commits, histories. */
export const databaseMutants: readonly Mutant[] = [
  {
    file: `${postgres}/fence.ts`,
    tests: [`${postgres}/fence.test.ts`],
    name: "a dump put back into a database made anew is not noticed",
    find: "return names.findLast((_, index) => now[index] !== known[index]) ?? null;",
    replace: 'return now[0] !== known[0] ? "timeline" : null;',
  },
  {
    file: `${postgres}/position-watch.ts`,
    tests: [`${postgres}/fence.test.ts`],
    name: "a log that went back is not noticed",
    find: "return position < mark && notedMs <= this.#notedMs;",
    replace: "return position < mark && notedMs < this.#notedMs;",
  },
  {
    file: `${sqlite}/mark.ts`,
    tests: [`${sqlite}/mark.test.ts`],
    name: "an older SQLite file put back is not noticed",
    find: 'return hasLost ? "older" : null;',
    replace: "return hasLost ? null : null;",
  },
  {
    ...gathering,
    name: "a customer is in two batches at the same time",
    find: "busy.add(names);",
    replace: "",
  },
  {
    ...gathering,
    name: "whoever comes later about a customer overtakes whoever waits",
    find: "for (const name of call.names) blocked.add(name);",
    replace: "",
  },
  {
    ...gathering,
    name: "any number of acts may wait",
    find: "if (subjectsWaiting > 0 && subjectsWaiting + subjects.length > queue) {",
    replace: "if (queue < 0) {",
  },
  {
    ...desk,
    name: "an act does not see what the one before it in the batch changed",
    find: "this.#states.set(customer.name, next.loaded);",
    replace: "",
  },
  {
    ...desk,
    name: "an act does not see the answer that the one before it in the batch kept",
    find: "this.#answers.set(nameOf(institutionId, once.key), { fingerprint: once.fingerprint, outcome: answer });",
    replace: "",
  },
  {
    ...journal,
    name: "the journal does not lie over the row",
    find: "return kept === undefined ? row : tokenStates.over(row, kept.text);",
    replace: "return row;",
  },
  {
    ...journal,
    name: "a journal record changed from outside is believed",
    find: "if (!keys.macFits(record.mac, signedText(record.seq, record.entries))) return null;",
    replace: "",
  },
  {
    file: `${sqlite}/settle.ts`,
    tests: [`${sqlite}/settle.test.ts`],
    name: "a journal record needed still is removed",
    find: "if (swept === sweep.numbers.length) neededAfter = sweep.upTo;",
    replace: "neededAfter = sweep.upTo;",
  },
  {
    ...journal,
    tests: [`${sqlite}/settle.test.ts`],
    name: "what came while an entry was settled is forgotten with it",
    find: "if (this.#unsettled.get(entry.number) === entry) this.#unsettled.delete(entry.number);",
    replace: "this.#unsettled.delete(entry.number);",
  },
  {
    ...desk,
    tests: [`${sqlite}/journal.test.ts`],
    name: "an event is lost from its token's chain",
    find: "token.newestEvent = cursor;",
    replace: "token.newestEvent ??= cursor;",
  },
  {
    ...journal,
    file: `${sqlite}/open-sqlite-storage.ts`,
    name: "a damaged journal leaves the fence where it was",
    find: "await acts.raiseFence(nowMs(), journalDamaged(nowMs()));",
    replace: "",
  },
  {
    file: `${sqlite}/settle.ts`,
    tests: [`${sqlite}/read-ahead.test.ts`],
    name: "an entry is forgotten while somebody holds a row without it",
    find: "await readAhead.settled();",
    replace: "",
  },
  {
    file: `${sqlite}/settle.ts`,
    tests: [`${sqlite}/settle.test.ts`],
    name: "two settle the same entries",
    find: "if (underWay !== null || limit < leastPiece) return null;",
    replace: "if (limit < leastPiece) return null;",
  },
  {
    file: `${sqlite}/commit-batch.ts`,
    tests: [`${sqlite}/settle.test.ts`],
    name: "a commit fails with what it takes along",
    find: "if (!db.isTransaction) throw error;",
    replace: "throw error;",
  },
  {
    file: `${sqlite}/look-up.ts`,
    tests: [`${sqlite}/read-ahead.test.ts`],
    name: "a page that cannot be read is everybody's trouble",
    find: "customers.map((customer) => orUnreadable(() => tokensOf(customer)))",
    replace: "customers.map((customer) => tokensOf(customer))",
  },
  {
    file: `${sqlite}/commit-batch.ts`,
    tests: [`${sqlite}/failing-disk.test.ts`],
    name: "a row that cannot be written is everybody's trouble",
    find: "if (!isOneSubjects(error)) throw error;",
    replace: "throw error;",
  },
  {
    file: `${sqlite}/connection.ts`,
    tests: [`${sqlite}/failing-disk.test.ts`],
    name: "a commit that broke off is told as an error, as if nothing were written",
    find: "throw isCertainlyNotCommitted(error)",
    replace: "throw error instanceof Error",
  },
  {
    file: `${sqlite}/owner-lock.ts`,
    tests: [`${sqlite}/owner-lock.test.ts`],
    name: "two processes own one file",
    find: "BEGIN EXCLUSIVE",
    replace: "BEGIN",
  },
  {
    file: `${postgres}/row-shapes.ts`,
    tests: [`${postgres}/damage.test.ts`],
    name: "a text that holds the lines of further columns is believed",
    find: "if (lines.length !== types.length) row[macAt] = new Uint8Array();",
    replace: "",
  },
  {
    ...furtherColumn,
    file: `${storage}/sealing/token-row.ts`,
    name: "a column that an old MAC does not cover says what somebody put there",
    find: "if (format < 1 || format > newest || !lines.holdsNothingLater(row, format)) throw damaged();",
    replace: "if (format < 1 || format > newest) throw damaged();",
    short: true,
  },
  {
    ...furtherColumn,
    file: `${storage}/sealing/token-row.ts`,
    name: "a row of the format before stays so when it is written",
    find: "const around = signed.format === newest ? signed : lines.around(changed, newest);",
    replace: "const around = signed;",
  },
  {
    ...furtherColumn,
    file: `${storage}/tables/signed-lines.ts`,
    name: "the text of a later format does not say which it is",
    find: "const head = format === 1 ? name : `${name} ${format}`;",
    replace: "const head = name;",
  },
  {
    file: `${postgres}/write-batch.ts`,
    tests: [`${postgres}/postgres-storage.test.ts`],
    name: "a token changed twice in one batch is written against a row that was never there",
    find: "const first = before === undefined ? undefined : tokens.get(before);",
    replace: "const first = undefined as WrittenToken | undefined;",
  },
  {
    file: `${postgres}/carry-out.ts`,
    tests: [`${postgres}/history.test.ts`],
    name: "codes are compared in a history that the fence does not know",
    find: "if (changeOf(present) !== null || parts.watch.wentBack(present, mark)) throw new OtherHistory();",
    replace: "",
  },
  {
    file: `${postgres}/database.ts`,
    tests: [`${postgres}/lost-commit.test.ts`],
    name: "PostgreSQL's warning that the standby has nothing is taken for a commit",
    find: 'if (session.warned) throw unknown(new Error("PostgreSQL committed here, but did not wait for the standby."));',
    replace: "",
  },
  {
    file: `${postgres}/database.ts`,
    tests: [`${postgres}/lost-commit.test.ts`],
    name: "an act whose commit was lost is carried out again",
    find: "throw unknown(ended.reason);",
    replace: "throw ended.reason;",
  },
];
