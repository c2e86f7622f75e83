import { isCustomerId, normaliseDigits } from "@warifu/otp";
import type { CustomerProfile } from "@warifu/rules";
import { plainLine } from "@warifu/wire";
import { halfWidth, plainHyphens } from "../frame/half-width.ts";

export const profileFields = ["name", "nameKana", "branchCode", "accountNumber", "phone"] as const;
export const applicationFields = ["customerId", ...profileFields] as const;

type ApplicationField = (typeof applicationFields)[number];
export type TypedApplication = Readonly<Record<ApplicationField, string>>;

export interface ApplicationReading {
  readonly customerId: string;
  readonly profile: CustomerProfile;
  /** Fields that do not keep their grammar, in the form's order. */
  readonly wrong: readonly ApplicationField[];
}

/** As the API takes it. */
const nameSchema = plainLine(100);
const kana = /^[\p{Script=Katakana}\p{Script=Hiragana}ー・゛゜A-Za-z0-9.,()\- ]{1,100}$/u;

/** Reads 利用申込 as typed at the desk: forgiving in form, strict in what is kept. */
export function readApplication(typed: TypedApplication): ApplicationReading {
  const customerId = halfWidth(typed.customerId);
  const profile: CustomerProfile = {
    name: orNull(oneSpace(typed.name)),
    nameKana: orNull(oneSpace(typed.nameKana.normalize("NFKC"))),
    branchCode: orNull(normaliseDigits(typed.branchCode)),
    accountNumber: orNull(normaliseDigits(typed.accountNumber)),
    phone: orNull(plainHyphens(halfWidth(typed.phone))),
  };
  const keeps: Record<ApplicationField, boolean> = {
    customerId: isCustomerId(customerId) && !/^\.{1,2}$/.test(customerId),
    name: profile.name === null || nameSchema.safeParse(profile.name).success,
    nameKana: matches(profile.nameKana, kana),
    branchCode: matches(profile.branchCode, /^[0-9]{1,6}$/),
    accountNumber: matches(profile.accountNumber, /^[0-9]{1,12}$/),
    phone: matches(profile.phone, /^\+?(?:[0-9]-?){2,20}$/),
  };
  return { customerId, profile, wrong: applicationFields.filter((field) => !keeps[field]) };
}

function matches(value: string | null, grammar: RegExp): boolean {
  return value === null || grammar.test(value);
}

function orNull(text: string): string | null {
  return text === "" ? null : text;
}

function oneSpace(text: string): string {
  return text.replaceAll(/[ \u3000\u00a0]+/g, " ").trim();
}
