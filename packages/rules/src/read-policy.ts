import type { Policy } from "./policy.ts";

export type PolicyReading =
  | { readonly ok: true; readonly policy: Policy }
  | { readonly ok: false; readonly problems: readonly string[] };

/** Says what a value must be, and whether it is. */
interface Rule {
  readonly must: string;
  readonly keeps: (value: unknown) => boolean;
}

function wholeNumber(least: number, most: number): Rule {
  return {
    must: `a whole number from ${least} to ${most}`,
    keeps: (value) => Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= most,
  };
}

function oneOf(...choices: readonly (string | number)[]): Rule {
  return { must: `one of ${choices.join(", ")}`, keeps: (value) => choices.some((choice) => choice === value) };
}

const yesOrNo: Rule = { must: "true or false", keeps: (value) => typeof value === "boolean" };

const day = 24 * 60 * 60;

/** What an institution may decide. The limits keep it from deciding itself out of protection. */
const rules: { readonly [Field in keyof Policy]: Rule } = {
  tokenAlgorithm: oneOf("SHA-1", "SHA-256", "SHA-512"),
  tokenDigits: oneOf(6, 7, 8),
  tokenPeriodSeconds: oneOf(30, 60),
  windowPastSteps: wholeNumber(0, 2),
  windowFutureSteps: wholeNumber(0, 2),
  driftLimitSeconds: wholeNumber(0, 60 * 60),
  issuanceLifetimeSeconds: wholeNumber(10 * 60, 14 * day),
  activationTriesPerIssuance: wholeNumber(1, 10),
  issuancesPerDay: wholeNumber(1, 10),
  extraIssuancesPerDay: wholeNumber(0, 10),
  exchangeLifetimeSeconds: wholeNumber(10, 5 * 60),
  mailResendsPerIssuance: wholeNumber(0, 20),
  mailResendWaitSeconds: wholeNumber(10, 60 * 60),
  wrongCodesUntilPause: wholeNumber(1, 10),
  pauseSeconds: wholeNumber(60, day),
  pausesUntilLock: wholeNumber(1, 10),
  // NIST SP 800-63B-4 §3.2.2: no more than 100 consecutive failed attempts.
  wrongCodesUntilLock: wholeNumber(1, 100),
  replaysUntilPause: wholeNumber(1, 100),
  wrongCodesPerMinuteAlarm: wholeNumber(1, 30_000),
  // At 30,000 a minute a sweep over tokens of eight digits finds about one right code a day; with six digits a hundred.
  wrongCodesPerMinuteThrottle: wholeNumber(10, 30_000),
  browserTabSetup: yesOrNo,
  laterUntilMs: {
    must: "null or a time in milliseconds since 1970",
    keeps: (value) => value === null || (Number.isSafeInteger(value) && Number(value) >= 0),
  },
  mailCarriesLink: yesOrNo,
};

/** Lays the named fields over `base`. Every problem is listed at once; an unknown field is a problem, not ignored. */
export function readPolicy(input: unknown, base: Policy): PolicyReading {
  if (typeof input !== "object" || input === null || Array.isArray(input)) {
    return { ok: false, problems: ["A policy is an object of named values."] };
  }
  const problems = Object.entries(input).flatMap(([field, value]) => problemsOf(field, value));
  if (problems.length > 0) return { ok: false, problems };
  return { ok: true, policy: { ...base, ...input } };
}

function problemsOf(field: string, value: unknown): readonly string[] {
  const rule = Object.hasOwn(rules, field) ? rules[field as keyof Policy] : undefined;
  if (rule === undefined) return [`${field}: there is no such field.`];
  return rule.keeps(value) ? [] : [`${field}: must be ${rule.must}.`];
}
