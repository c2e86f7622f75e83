import type { StoredEvent } from "@warifu/rules";
import type { Answered, LedgerEntry, Sent } from "./ledger.ts";

/** What the database says in the end. */
export interface Stored {
  /** In the order of their commits. */
  readonly events: readonly StoredEvent[];
  readonly tokens: ReadonlyMap<string, { readonly lastStep: number; readonly wrongSinceConfirm: number }>;
}

export interface Comparison {
  /** Sentences, each led by its invariant; empty when all is well. */
  readonly problems: readonly string[];
  readonly requests: number;
  readonly accepted: number;
  readonly refused: number;
  /** Requests of which no attempt came to an answer. */
  readonly unknown: number;
}

export interface CompareOptions {
  readonly wrongCodesUntilPause: number;
  /** Error codes beside `unavailable` and `too_many_requests` that this fault may answer with; they all mean "not done". */
  readonly alsoNotDone?: readonly string[];
}

/** All that is known about one request. */
interface Asked {
  readonly sent: Sent;
  readonly answers: Answered[];
  /** Whether an attempt ended without saying what it did. */
  unknown: boolean;
}

/** Holds what was acknowledged against what is stored (I1, I2, I3, I4, I8, I11). */
export function compareLedger(entries: readonly LedgerEntry[], stored: Stored, options: CompareOptions): Comparison {
  const asked = gather(entries);
  const problems = [
    ...sameAnswerAgain(asked, options),
    ...acknowledgedOnce(asked),
    ...eventsMatch(asked, stored),
    ...storedOnce(stored),
    ...tokensMatch(asked, stored),
    ...guessesBounded(stored, options),
  ];
  const verdicts = [...asked.values()].map(({ answers }) => verdictOf(answers));
  return {
    problems,
    requests: asked.size,
    accepted: verdicts.filter((verdict) => verdict?.accepted === true).length,
    refused: verdicts.filter((verdict) => verdict?.accepted === false).length,
    unknown: verdicts.filter((verdict) => verdict === undefined).length,
  };
}

function gather(entries: readonly LedgerEntry[]): Map<string, Asked> {
  const asked = new Map<string, Asked>();
  const open = new Map<string, number>();
  for (const entry of entries) {
    const known = asked.get(entry.id);
    if (entry.note === "sent") {
      if (known === undefined) asked.set(entry.id, { sent: entry, answers: [], unknown: false });
      open.set(entry.id, (open.get(entry.id) ?? 0) + 1);
      continue;
    }
    if (known === undefined) throw new Error(`The ledger has an answer to ${entry.id}, which was never sent`);
    open.set(entry.id, (open.get(entry.id) ?? 0) - 1);
    if (entry.note === "answered") known.answers.push(entry);
    if (entry.note === "lost" || entry.reason === "outcome_unknown") known.unknown = true;
  }
  for (const [id, count] of open) {
    const known = asked.get(id);
    if (count > 0 && known !== undefined) known.unknown = true;
  }
  return asked;
}

/** The answer that says what happened, if one came. */
function verdictOf(answers: readonly Answered[]): Answered | undefined {
  return answers.find(({ status }) => status === 200);
}

/** The same idempotency key gets the same answer, and every error is one that was promised. */
function sameAnswerAgain(asked: ReadonlyMap<string, Asked>, { alsoNotDone = [] }: CompareOptions): string[] {
  const promised = new Set(["unavailable", "too_many_requests", "outcome_unknown", ...alsoNotDone]);
  return [...asked].flatMap(([id, { answers }]) => {
    const verdicts = answers.filter(({ status }) => status === 200);
    const said = new Set(verdicts.map(({ accepted, reason }) => `${String(accepted)} ${reason ?? ""}`));
    const surprises = answers.filter(({ status, reason }) => status !== 200 && !promised.has(reason ?? ""));
    return [
      ...(said.size > 1 ? [`I1: ${id} was answered in two ways: ${[...said].join("; ")}`] : []),
      ...surprises.map(({ status, reason }) => `I11: ${id} was answered ${status} ${reason ?? ""}`),
    ];
  });
}

/** I1 as the institution sees it. */
function acknowledgedOnce(asked: ReadonlyMap<string, Asked>): string[] {
  const seen = new Map<string, string>();
  return [...asked].flatMap(([id, { sent, answers }]) => {
    if (verdictOf(answers)?.accepted !== true) return [];
    if (sent.step === null) return [`I1: the wrong code of ${id} was accepted`];
    const code = `${sent.customerId} step ${sent.step}`;
    const earlier = seen.get(code);
    seen.set(code, id);
    return earlier === undefined ? [] : [`I1: ${code} was acknowledged to ${earlier} and to ${id}`];
  });
}

/** I4, I8: whatever was acknowledged has its one event, that event says the same, and nothing else has one. */
function eventsMatch(asked: ReadonlyMap<string, Asked>, { events }: Stored): string[] {
  const problems: string[] = [];
  const byId = new Map<string, StoredEvent>();
  for (const event of events) {
    const id = event.detail["reference"];
    if (!event.type.startsWith("code.") || typeof id !== "string") continue;
    if (byId.has(id)) problems.push(`I8: ${id} has two events`);
    if (!asked.has(id)) problems.push(`I8: the event of ${id} belongs to no request`);
    byId.set(id, event);
  }
  for (const [id, { sent, answers, unknown }] of asked) {
    const event = byId.get(id);
    const verdict = verdictOf(answers);
    if (verdict === undefined) {
      if (event !== undefined && !unknown) problems.push(`I11: ${id} was answered as not done, and was done`);
      continue;
    }
    if (event === undefined) {
      problems.push(`I8: ${id} was acknowledged (${verdict.reason ?? "accepted"}) and is not stored`);
      continue;
    }
    const accepted = event.type === "code.accepted";
    const reason = accepted ? null : event.detail["reason"];
    if (accepted !== verdict.accepted || reason !== verdict.reason) {
      problems.push(`I8: ${id} was answered ${verdict.reason ?? "accepted"} and stored as ${event.type}`);
    }
    if (accepted && event.detail["step"] !== sent.step) problems.push(`I1: ${id} used up another step than its own`);
  }
  return problems;
}

/** I1 as the audit log has it. */
function storedOnce({ events }: Stored): string[] {
  const seen = new Set<string>();
  return events.flatMap(({ type, tokenId, detail }) => {
    if (type !== "code.accepted") return [];
    const code = `${tokenId ?? ""} step ${String(detail["step"])}`;
    if (seen.has(code)) return [`I1: ${code} stands in the log twice`];
    seen.add(code);
    return [];
  });
}

/** I2 and I4: the token row holds every step that was acknowledged and every failure that is on record. */
function tokensMatch(asked: ReadonlyMap<string, Asked>, { events, tokens }: Stored): string[] {
  const acknowledged = new Map<string, number>();
  for (const { sent, answers } of asked.values()) {
    if (verdictOf(answers)?.accepted !== true || sent.step === null) continue;
    acknowledged.set(sent.customerId, Math.max(sent.step, acknowledged.get(sent.customerId) ?? -1));
  }
  const wrong = new Map<string, number>();
  const newest = new Map<string, number>();
  for (const { type, customerId, detail } of events) {
    if (customerId === null) continue;
    if (type === "code.accepted")
      newest.set(customerId, Math.max(Number(detail["step"]), newest.get(customerId) ?? -1));
    if (isWrong(type, detail)) wrong.set(customerId, (wrong.get(customerId) ?? 0) + 1);
  }
  return [...tokens].flatMap(([customerId, { lastStep, wrongSinceConfirm }]) => [
    ...(lastStep < (acknowledged.get(customerId) ?? -1) ? [`I2: ${customerId} lost an acknowledged step`] : []),
    ...(lastStep !== (newest.get(customerId) ?? -1) ? [`I8: last step and log of ${customerId} differ`] : []),
    ...(wrongSinceConfirm !== (wrong.get(customerId) ?? 0) ? [`I4: the failures of ${customerId} are miscounted`] : []),
  ]);
}

/** I3: no code is compared in a pause, and the last wrong one that is allowed begins it. */
function guessesBounded({ events }: Stored, { wrongCodesUntilPause }: CompareOptions): string[] {
  const row = new Map<string, { wrong: number; untilMs: number }>();
  return events.flatMap(({ type, tokenId, atMs, detail }) => {
    if (tokenId === null || !type.startsWith("code.")) return [];
    const seen = row.get(tokenId) ?? { wrong: 0, untilMs: 0 };
    row.set(tokenId, seen);
    const compared = type === "code.accepted" || isWrong(type, detail) || detail["reason"] === "used";
    const early = compared && atMs < seen.untilMs ? [`I3: a code of ${tokenId} was compared in its pause`] : [];
    if (type === "code.accepted") seen.wrong = 0;
    if (isWrong(type, detail)) seen.wrong += 1;
    if (typeof detail["untilMs"] === "number") Object.assign(seen, { wrong: 0, untilMs: detail["untilMs"] });
    return seen.wrong >= wrongCodesUntilPause ? [...early, `I3: ${seen.wrong} guesses in a row of ${tokenId}`] : early;
  });
}

function isWrong(type: StoredEvent["type"], detail: StoredEvent["detail"]): boolean {
  return type === "code.refused" && (detail["reason"] === "mismatch" || detail["reason"] === "drift");
}
