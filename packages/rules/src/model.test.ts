import { presence } from "@warifu/otp";
import type { CodeFor } from "@warifu/otp";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { allowIssuance } from "./acts/allow-issuance.ts";
import { apply } from "./acts/apply.ts";
import { cancel } from "./acts/cancel.ts";
import { confirm } from "./acts/confirm.ts";
import { expire } from "./acts/expire.ts";
import { finishActivation } from "./acts/finish-activation.ts";
import { importToken } from "./acts/import-token.ts";
import { issue } from "./acts/issue.ts";
import { receipt } from "./acts/receipt.ts";
import { resendMail } from "./acts/resend-mail.ts";
import { resume } from "./acts/resume.ts";
import { resync } from "./acts/resync.ts";
import { revoke } from "./acts/revoke.ts";
import { skipIssuance } from "./acts/skip-issuance.ts";
import { startActivation } from "./acts/start-activation.ts";
import { suspend } from "./acts/suspend.ts";
import { unlock } from "./acts/unlock.ts";
import { undoWrongClock } from "./acts/undo-wrong-clock.ts";
import { verify } from "./acts/verify.ts";
import { askApproval } from "./approvals/ask-approval.ts";
import { approve, expireApproval, refuseApproval, withdrawApproval } from "./approvals/end-approval.ts";
import type { Approval } from "./approval.ts";
import { allStaff } from "./approvals/sample-approval.ts";
import { answerOnce } from "./answer-once.ts";
import { checkAnswers, type Answered } from "./check-answers.ts";
import { checkInvariants, type Performed } from "./check-invariants.ts";
import type { CustomerState } from "./customer.ts";
import { eventTypes } from "./events.ts";
import { refusals } from "./refusals.ts";
import type { Context, Decision, Result } from "./decision.ts";
import { defaultPolicy, type Policy } from "./policy.ts";
import { customerView } from "./customer-view.ts";
import {
  applyCommand,
  codeAt,
  contextAt,
  day,
  hour,
  issueCommand,
  minute,
  nobody,
  sampleParameters,
  startMs,
  wrongCodeAt,
} from "./sample-journey.ts";
import { stateAfter } from "./state-after.ts";
import { type Token, type TokenId } from "./token.ts";

/** Small limits, so that short walks reach every stop. */
const forTransfer: CodeFor = {
  kind: "transaction",
  digest: new Uint8Array(32),
  suite: "OCRA-1:HOTP-SHA256-8:QH64",
};
const policy: Policy = {
  ...defaultPolicy,
  issuanceLifetimeSeconds: 3 * 60 * 60,
  activationTriesPerIssuance: 2,
  wrongCodesUntilPause: 2,
  pausesUntilLock: 2,
  wrongCodesUntilLock: 7,
  replaysUntilPause: 2,
  mailResendsPerIssuance: 1,
  extraIssuancesPerDay: 1,
  driftLimitSeconds: 10 * 60,
};

/** What somebody does next. Numbers pick among what is there, so that every walk can be cut short when it fails. */
interface Move {
  readonly what: string;
  readonly pick: number;
}

type Decide = (state: CustomerState, context: Context) => Decision<Result<unknown>>;
type Perform = (act: string, decide: Decide, about?: AboutApproval) => void;

/** Who acts about which approval. */
interface AboutApproval {
  readonly staffId: string;
  readonly approvalId: string;
}

/** One request under a once key of its own, as it may come again. */
interface Request {
  readonly act: string;
  readonly decide: Decide;
  readonly performed: Performed;
  readonly about: AboutApproval | undefined;
}

class World {
  state = nobody;
  nowMs = startMs;
  fenceMs = 0;
  made = 0;
  readonly keys = new Map<string, Uint8Array>();
  readonly history: Performed[] = [];
  readonly requests: Request[] = [];
  readonly answered: Answered[] = [];
  readonly approvals = new Map<string, Approval>();
  staff = allStaff;

  contextOf(about: AboutApproval | undefined): Context {
    const context = contextAt(this.nowMs, { policy, fenceMs: this.fenceMs });
    if (about === undefined) return context;
    return { ...context, actor: { kind: "staff", id: about.staffId, channel: "console" } };
  }

  stateFor(about: AboutApproval | undefined): CustomerState {
    if (about === undefined) return this.state;
    return { ...this.state, beside: { approval: this.approvals.get(about.approvalId) ?? null, staff: this.staff } };
  }

  readonly perform: Perform = (act, decide, about) => {
    const context = this.contextOf(about);
    const before = this.stateFor(about);
    const decision = decide(before, context);
    const { customer, tokens } = stateAfter(before, decision.changes);
    this.state = { customer, tokens };
    const { approval } = decision.changes;
    if (approval !== undefined) this.approvals.set(approval.approvalId, approval);
    const secrets = before.tokens.flatMap((token) => [token.mobileEmail?.open() ?? "", token.registrationRecord ?? ""]);
    const performed = { act, context, before, decision, after: this.state, secrets };
    this.history.push(performed);
    this.requests.push({ act, decide, performed, about });
    this.tell(this.requests.length - 1, decision.outcome);
  };

  /** A request that came before comes again, whatever happened since: its sender never got the answer. */
  again(pick: number): void {
    const place = this.requests.length - 1 - (pick % 9);
    const request = this.requests[place];
    if (request === undefined) return;
    const once = { key: `once-${place}`, fingerprint: request.act, expiresAtMs: Infinity };
    const outcome: unknown = JSON.parse(JSON.stringify(request.performed.decision.outcome));
    const earlier = { fingerprint: request.act, outcome };
    const context = this.contextOf(request.about);
    const decision = answerOnce(once, earlier, () => request.decide(this.stateFor(request.about), context));
    expect(decision).toMatchObject({ changes: {}, events: [], mails: [] });
    this.tell(place, decision.outcome);
  }

  tell(place: number, outcome: Result<unknown>): void {
    const { act: fingerprint, performed = null } = this.requests[place] ?? { act: "none" };
    this.answered.push({ onceKey: `once-${place}`, fingerprint, outcome, performed });
  }

  name(prefix: string): string {
    this.made += 1;
    return `${prefix}-${this.made}`;
  }

  /** Any token there ever was, or one that never was. */
  token(pick: number): Token | undefined {
    return this.state.tokens[pick % (this.state.tokens.length + 1)];
  }

  /** Somebody on the staff, or nobody of them. */
  person(pick: number): string {
    return allStaff[pick % (allStaff.length + 1)]?.staffId ?? "nobody";
  }

  /** A code of somebody's phone: now, a step off, a replay, of another token; or a guess. */
  code(pick: number): string {
    const key = this.keys.get(this.token(pick % 7)?.tokenId ?? "");
    const offsets = [0, 0, 0, -1, 1, 0, -2, 3, 40];
    const offset = offsets[pick % offsets.length] ?? 0;
    if (key === undefined || pick % 4 === 3) return wrongCodeAt(this.nowMs, key);
    return pick % 31 === 0 ? "12 34" : codeAt(Math.max(0, this.nowMs + offset * minute), key);
  }
}

const moves: Readonly<Record<string, (world: World, pick: number) => void>> = {
  apply: (world, pick) => {
    const command = { ...applyCommand, afterRevocation: pick % 2 === 0 };
    world.perform("apply", (state, context) => apply(state, command, context));
  },
  cancel: (world, pick) => {
    if (pick % 4 === 0) world.perform("cancel", (state, context) => cancel(state, { reason: "wish" }, context));
  },
  issue: (world, pick) => {
    const name = world.name("token");
    const command = {
      ...issueCommand,
      tokenId: name as TokenId,
      userId: `user of ${name}`,
      registrationRecord: `record of ${name}`,
      replaceInUse: pick % 2 === 0,
    };
    world.perform("issue", (state, context) => issue(state, command, context));
  },
  allowIssuance: (world) =>
    world.perform("allowIssuance", (state, context) => allowIssuance(state, { reason: "desk" }, context)),
  skip: (world) => world.perform("skipIssuance", (state, context) => skipIssuance(state, {}, context)),
  resend: (world) => world.perform("resendMail", (state, context) => resendMail(state, { locale: "ja" }, context)),
  start: (world, pick) => {
    const userId = world.token(pick)?.userId ?? "nobody's";
    world.perform("startActivation", (state, context) => startActivation(state, { userId }, context));
  },
  finish: (world, pick) => {
    const token = world.token(pick);
    if (token === undefined) return;
    const key = Uint8Array.from({ length: 32 }, (_, index) => (index + pick) % 256);
    const { tokenId } = token;
    const registrationRecord = `record of ${tokenId}`;
    world.perform("finishActivation", (state, context) =>
      finishActivation(state, { tokenId, registrationRecord, key }, context),
    );
    if (world.history.at(-1)?.decision.outcome.ok === true) world.keys.set(tokenId, key);
  },
  resync: (world, pick) => {
    const key = world.keys.get(world.token(pick % 7)?.tokenId ?? "") ?? new Uint8Array(32);
    const shownMs = world.nowMs + ((pick % 27) - 13) * minute;
    const otps = [codeAt(shownMs - minute, key), codeAt(shownMs, key)] as const;
    world.perform("resync", (state, context) => resync(state, { codeFor: presence, otps }, context));
  },
  receipt: (world, pick) => {
    const userId = world.token(pick)?.userId ?? "nobody's";
    const proves = () => pick % 5 !== 4;
    world.perform("receipt", (state, context) => receipt(state, { userId, proves }, context));
  },
  confirm: (world, pick) => {
    const otp = world.code(pick);
    world.perform("confirm", (state, context) => confirm(state, { codeFor: presence, otp }, context));
  },
  verify: (world, pick) => {
    const otp = world.code(pick);
    const times = pick % 3 === 0 ? 2 : 1;
    for (let count = 0; count < times; count += 1) {
      world.perform("verify", (state, context) =>
        verify(state, { codeFor: presence, otp, purpose: "login", reference: null }, context),
      );
    }
  },
  setUp: (world, pick) => {
    const pending = world.state.tokens.findIndex((token) => token.life === "issued");
    if (pending < 0) return moves["issue"]?.(world, pick);
    moves["start"]?.(world, pending);
    moves["finish"]?.(world, pending);
    return moves["receipt"]?.(world, pending);
  },
  useNow: (world, pick) => {
    const token = world.state.tokens.find(({ life }) => life === (pick % 2 === 0 ? "inUse" : "activated"));
    const otp = codeAt(world.nowMs, world.keys.get(token?.tokenId ?? ""));
    if (token?.life !== "inUse")
      return world.perform("confirm", (state, context) => confirm(state, { codeFor: presence, otp }, context));
    // Now and then somebody asks for a code over data, which no code of the time is.
    const codeFor = pick % 7 === 6 ? forTransfer : presence;
    return world.perform("verify", (state, context) =>
      verify(state, { codeFor, otp, purpose: "transfer", reference: "r" }, context),
    );
  },
  guess: (world, pick) => {
    const otp = wrongCodeAt(world.nowMs);
    const login = { codeFor: presence, otp, purpose: "login", reference: null } as const;
    for (let count = 0; count <= policy.wrongCodesUntilPause; count += 1) {
      if (pick % 2 === 0) world.perform("verify", (state, context) => verify(state, login, context));
      else world.perform("confirm", (state, context) => confirm(state, { codeFor: presence, otp }, context));
    }
    if (pick % 3 === 0) world.nowMs += 31 * minute;
  },
  stop: (world, pick) => {
    const acts = [unlock, resume, unlock, suspend, resume, revoke];
    const act = acts[pick % acts.length] ?? unlock;
    const command = { tokenId: pick % 2 === 0 ? null : (world.token(pick)?.tokenId ?? null), reason: "desk" };
    world.perform(act.name, (state, context) => act(state, command, context));
  },
  import: (world, pick) => {
    if (pick % 3 !== 0) return;
    const tokenId = world.name("imported") as TokenId;
    const key = Uint8Array.from({ length: 20 }, (_, index) => (index * 3 + pick) % 256);
    world.keys.set(tokenId, key);
    const command = { institutionId: "ozora", customerId: "hanako", tokenId, key, ...sampleParameters };
    world.perform("importToken", (state, context) => importToken(state, command, context));
  },
  undoClock: (world) => world.perform("undoWrongClock", (state, context) => undoWrongClock(state, {}, context)),
  /** A clock that was ahead is believed, looks and is put right: what it counted is taken back, and only that. */
  clockAhead: (world, pick) => {
    const aheadMs = [30 * minute + 1, hour, 4 * hour][pick % 3] ?? hour;
    world.nowMs += aheadMs;
    moves[pick % 2 === 0 ? "guess" : "verify"]?.(world, pick - (pick % 3) + 1);
    world.nowMs -= aheadMs;
    world.perform("undoWrongClock", (state, context) => undoWrongClock(state, {}, context));
  },
  ask: (world, pick) => {
    const act =
      (["revoke", "suspend", "resume", "unlock", "cancel", "allowIssuance"] as const)[Math.floor(pick / 7) % 6] ??
      "revoke";
    const command = { act, tokenId: null, reason: "desk" };
    const approvalId = world.name("approval");
    const about = { staffId: world.person(pick), approvalId };
    const waitsMs = pick % 2 === 0 ? 5 * minute : 4 * hour;
    world.perform(
      "askApproval",
      (state, context) => askApproval(state, { approvalId, command, waitsMs }, context),
      about,
    );
  },
  decide: (world, pick) => {
    const approvals = [...world.approvals.values()];
    // Among the newest, or one that there never was.
    const approval = approvals.at(-1 - (pick % 4));
    const about = { staffId: world.person(pick), approvalId: approval?.approvalId ?? "none" };
    const shown = { commandHash: pick % 11 === 0 ? "another" : (approval?.commandHash ?? "") };
    const acts: readonly (readonly [string, Decide])[] = [
      ["approve", (state, context) => approve(state, shown, context)],
      ["approve", (state, context) => approve(state, shown, context)],
      ["approve", (state, context) => approve(state, shown, context)],
      ["refuseApproval", (state, context) => refuseApproval(state, { reason: "unclear" }, context)],
      ["withdrawApproval", (state, context) => withdrawApproval(state, {}, context)],
      ["expireApproval", (state, context) => expireApproval(state, context)],
    ];
    const [name, act] = acts[Math.floor(pick / 7) % acts.length] ?? never();
    world.perform(name, act, about);
  },
  /** As at a branch: a teller asks, and sometimes the asker is gone, or somebody else looks, before it is decided. */
  fourEyes: (world, pick) => {
    const teller = 0;
    const approver = 2;
    // Mostly what the rules allow of a token in use.
    moves["ask"]?.(world, 7 * ([1, 0, 1, 2][pick % 4] ?? 1) + teller);
    if (pick % 5 === 0) moves["staff"]?.(world, 6);
    moves["decide"]?.(world, 7 * (pick % 12) + (pick % 7 === 0 ? teller : approver));
    moves["decide"]?.(world, 7 * 4 + teller);
  },
  /** Somebody is disabled, comes back, or has another role from now on. */
  staff: (world, pick) => {
    const { staffId } = allStaff[pick % allStaff.length] ?? never();
    world.staff = world.staff.map((one) => {
      if (one.staffId !== staffId) return one;
      if (pick % 2 === 0) return { ...one, disabledAtMs: one.disabledAtMs === null ? world.nowMs : null };
      return { ...one, role: one.role === "approver" ? "auditor" : "approver" };
    });
  },
  expire: (world) => world.perform("expire", (state, context) => expire(state, {}, context)),
  wait: (world, pick) => {
    const times = [1000, minute, minute, 2 * minute, 31 * minute, hour, 4 * hour, day, -minute, -hour];
    world.nowMs += times[pick % times.length] ?? 0;
  },
  again: (world, pick) => world.again(pick),
  fence: (world, pick) => {
    if (pick % 5 === 0) world.fenceMs = Math.max(world.nowMs, world.fenceMs);
  },
};

const often = ["wait", "verify", "verify", "confirm", "useNow", "useNow", "setUp", "setUp", "issue"];
const move: fc.Arbitrary<Move> = fc.record({
  what: fc.constantFrom(...Object.keys(moves), ...often),
  pick: fc.nat({ max: 999 }),
});

/** Every walk begins with an application, many with a token in use: the deep places are reached often. */
const walk = fc.tuple(fc.boolean(), fc.array(move, { minLength: 1, maxLength: 60, size: "max" }));
const beginning: readonly Move[] = ["issue", "setUp", "useNow"].map((what) => ({ what, pick: 1 }));

function walked([deep, steps]: readonly [boolean, readonly Move[]]): World {
  const world = new World();
  moves["apply"]?.(world, 1);
  for (const { what, pick } of [...(deep ? beginning : []), ...steps]) {
    moves[what]?.(world, pick);
    customerView(world.state, policy, world.nowMs);
  }
  return world;
}

/** What a history came by: kinds of events, reasons of refusals. */
function places({ history }: World): readonly string[] {
  return history.flatMap(({ act, decision: { events, outcome } }) => [
    ...(outcome.ok ? [`${act} done`] : []),
    ...events.map(({ type }) => type),
    ...(outcome.ok ? [] : [outcome.refusal.code]),
  ]);
}

describe("any walk through the acts", () => {
  it("keeps the invariants I1–I10, answers the same once key the same way (I1), and no act throws", () => {
    fc.assert(
      fc.property(walk, (way) => {
        const { history, answered } = walked(way);
        expect(checkInvariants(history)).toEqual([]);
        expect(checkAnswers(answered, history, { mayLose: false })).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it("comes by every refusal and nearly every event: the walks are no idle ones", () => {
    const seen = new Set(fc.sample(walk, { seed: 7, numRuns: 300 }).flatMap((way) => places(walked(way))));
    // One application and one customer are always there; a damaged key has its own test.
    const elsewhere = new Set(["unknownCustomer", "badMobileEmail", "keyUnreadable"]);
    const aboutCustomers = Object.keys(eventTypes).filter((type) =>
      /^(application|token|issuance|activation|code|approval)\./.test(type),
    );
    // Leaves the same event as a person's unlocking.
    const missed = [...Object.keys(refusals), ...aboutCustomers, "undoWrongClock done"].filter(
      (place) => !seen.has(place),
    );
    expect(missed.filter((place) => !elsewhere.has(place))).toEqual([]);
  });
});

function never(): never {
  throw new Error("nothing to choose from");
}
