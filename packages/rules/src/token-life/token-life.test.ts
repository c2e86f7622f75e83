import { presence } from "@warifu/otp";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { apply } from "../acts/apply.ts";
import { cancel } from "../acts/cancel.ts";
import { confirm } from "../acts/confirm.ts";
import { expire } from "../acts/expire.ts";
import { finishActivation } from "../acts/finish-activation.ts";
import { importToken } from "../acts/import-token.ts";
import { issue } from "../acts/issue.ts";
import { receipt } from "../acts/receipt.ts";
import { resendMail } from "../acts/resend-mail.ts";
import { resume } from "../acts/resume.ts";
import { revoke } from "../acts/revoke.ts";
import { skipIssuance } from "../acts/skip-issuance.ts";
import { startActivation } from "../acts/start-activation.ts";
import { suspend } from "../acts/suspend.ts";
import { unlock } from "../acts/unlock.ts";
import { verify } from "../acts/verify.ts";
import type { CustomerState } from "../customer.ts";
import type { Context, Decision, Result } from "../decision.ts";
import { defaultPolicy } from "../policy.ts";
import {
  activated,
  applied,
  applyCommand,
  codeAt,
  contextAt,
  day,
  grown,
  hour,
  inUse,
  issueCommand,
  issued,
  locked,
  minute,
  nobody,
  paused,
  sampleKey,
  sampleParameters,
  sampleUserId,
  setUp,
  startMs,
  stepOf,
  suspended,
  wrongCodeAt,
} from "../sample-journey.ts";
import { stateAfter } from "../state-after.ts";
import { tokenLifeDiagram, tokenLifeDocument } from "./token-life-diagram.ts";
import { tokenTransitions } from "./token-life.ts";
import { statusAt, type Token, type TokenId } from "../token.ts";

/** Three hours on, so that three pauses fit before it. */
const now = startMs + 4 * hour;
const any = { tokenId: null, reason: "test" };
const second = { ...issueCommand, tokenId: "token-2" as TokenId, userId: "user-2", registrationRecord: "record-2" };
const otherKey = sampleKey.map((byte) => byte ^ 0x33);

/** Every status over every stored life it can lie on, one guess and one replay away from a stop too. */
function everyState(): readonly CustomerState[] {
  const bases = [nobody, applied(), issued(), activated(), inUse()];
  const stopped = [activated(), inUse()].flatMap((state) => [paused(state, now), locked(state, now - 2 * hour)]);
  const onTheBrink = [activated(), inUse()].flatMap((state) => [
    changed(state, { wrongInARow: defaultPolicy.wrongCodesUntilPause - 1 }),
    changed(state, { wrongSinceConfirm: defaultPolicy.wrongCodesUntilLock - 1 }),
    changed(state, { replaysInARow: defaultPolicy.replaysUntilPause - 1, lastStep: stepOf(now) }),
  ]);
  const live = [...bases.slice(2), ...stopped];
  const suspendedOnes = live.map((state) => suspended(state, now));
  const ended = [...live, ...suspendedOnes].map((state) => grown(state, revoke(state, any, contextAt(now))));
  const cancelled = live.map((state) => grown(state, cancel(state, { reason: "test" }, contextAt(now))));
  const replacing = [inUse(), ...stopped.slice(2)].map((state) => changingPhone(state));
  return [...bases, ...stopped, ...onTheBrink, ...suspendedOnes, ...ended, ...cancelled, ...replacing];
}

function changed(state: CustomerState, token: Partial<Token>): CustomerState {
  return { ...state, tokens: state.tokens.map((one) => ({ ...one, ...token })) };
}

/** A replacement that is set up and waits for its first code, beside the token in use. */
function changingPhone(state: CustomerState): CustomerState {
  const unlocked = changed(state, { lockedAtMs: null });
  const replacing = grown(unlocked, issue(unlocked, { ...second, replaceInUse: true }, contextAt(now)));
  const ready = setUp(replacing, second, otherKey, now);
  return {
    ...ready,
    tokens: ready.tokens.map((one) => state.tokens.find((old) => old.tokenId === one.tokenId) ?? one),
  };
}

type Try = readonly [by: string, act: (state: CustomerState, context: Context) => Decision<Result<unknown>>];

const codes = [codeAt(now), codeAt(now, otherKey), wrongCodeAt(now)];
const imported = { institutionId: "ozora", customerId: "hanako", key: sampleKey, ...sampleParameters };
const third = { ...issueCommand, tokenId: "token-3" as TokenId, userId: "user-3", registrationRecord: "record-3" };

/** Every act, with every kind of command that it tells apart. */
const everyAct: readonly Try[] = [
  ["apply", (state, context) => apply(state, applyCommand, context)],
  ["apply", (state, context) => apply(state, { ...applyCommand, afterRevocation: true }, context)],
  ["cancel", (state, context) => cancel(state, { reason: "test" }, context)],
  ["issue", (state, context) => issue(state, third, context)],
  ["issue", (state, context) => issue(state, { ...third, replaceInUse: true }, context)],
  ["skipIssuance", (state, context) => skipIssuance(state, {}, context)],
  ["resendMail", (state, context) => resendMail(state, { locale: "ja" }, context)],
  ["expire", (state, context) => expire(state, {}, context)],
  ["importToken", (state, context) => importToken(state, { ...imported, tokenId: third.tokenId }, context)],
  ...[sampleUserId, second.userId].flatMap((userId): readonly Try[] => [
    ["startActivation", (state, context) => startActivation(state, { userId }, context)],
    ["receipt", (state, context) => receipt(state, { userId, proves: () => true }, context)],
    ["receipt", (state, context) => receipt(withKey(state), { userId, proves: () => true }, context)],
  ]),
  ...[issueCommand, second].map(({ tokenId, registrationRecord }): Try => {
    const command = { tokenId, registrationRecord, key: sampleKey };
    return ["finishActivation", (state, context) => finishActivation(state, command, context)];
  }),
  ...codes.flatMap((otp): readonly Try[] => [
    ["confirm", (state, context) => confirm(state, { codeFor: presence, otp }, context)],
    [
      "verify",
      (state, context) => verify(state, { codeFor: presence, otp, purpose: "login", reference: null }, context),
    ],
  ]),
  ...[null, issueCommand.tokenId, second.tokenId].flatMap((tokenId): readonly Try[] => {
    const command = { tokenId, reason: "test" };
    return [
      ["suspend", (state, context) => suspend(state, command, context)],
      ["resume", (state, context) => resume(state, command, context)],
      ["unlock", (state, context) => unlock(state, command, context)],
      ["revoke", (state, context) => revoke(state, command, context)],
    ];
  }),
];

/** As if the key agreement had finished. */
function withKey(state: CustomerState): CustomerState {
  return changed(state, { key: { open: () => sampleKey } });
}

function seenWays(): ReadonlySet<string> {
  const ways = new Set<string>();
  for (const state of everyState()) {
    for (const token of state.tokens) {
      for (const laterMs of [now + 30 * minute, startMs + 2 * day]) {
        note(ways, "time", statusAt(token, now), statusAt(token, laterMs));
      }
    }
    for (const [by, act] of everyAct) {
      for (const nowMs of [now, now + minute]) {
        const after = stateAfter(state, act(state, contextAt(nowMs)).changes);
        for (const token of after.tokens) {
          const before = state.tokens.find(({ tokenId }) => tokenId === token.tokenId);
          note(ways, by, before === undefined ? "none" : statusAt(before, nowMs), statusAt(token, nowMs));
        }
      }
    }
  }
  return ways;
}

function note(ways: Set<string>, by: string, from: string, to: string): void {
  if (from !== to) ways.add(`${by}: ${from} → ${to}`);
}

describe("a token's life", () => {
  it("goes the listed ways, and no others, whatever is tried on it", () => {
    const listed = tokenTransitions.flatMap(({ by, from, to }) =>
      from.flatMap((start) => to.map((end) => `${by.split(":")[0]}: ${start} → ${end}`)),
    );
    expect([...seenWays()].toSorted()).toEqual([...new Set(listed)].toSorted());
  });

  it("is drawn in docs/token-life.md as the code has it", async () => {
    // After a change of the rules: npm run unit -- -u packages/rules/src/token-life/token-life.test.ts writes it anew.
    const path = join(import.meta.dirname, "../../../../docs/token-life.md");
    await expect(tokenLifeDocument()).toMatchFileSnapshot(path);
  });

  it("is one state diagram, each arrow once", () => {
    const arrows = tokenLifeDiagram().match(/\S+ --> \S+(?=:)/g) ?? [];
    expect(arrows.length).toBeGreaterThan(10);
    expect(new Set(arrows).size).toBe(arrows.length);
  });
});
