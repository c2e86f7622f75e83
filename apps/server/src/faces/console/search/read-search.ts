import { isCustomerId, isUserId, normaliseDigits, normaliseUserId } from "@warifu/otp";
import type { CustomerSearch } from "@warifu/rules";
import { halfWidth, plainHyphens } from "../frame/half-width.ts";

export const searchFields = ["customerId", "branchCode", "accountNumber", "nameKana", "phone", "userId"] as const;

export type SearchField = (typeof searchFields)[number];
export type TypedSearch = Readonly<Record<SearchField, string>>;

export type SearchProblem = "nothing" | "kanaAlone" | "accountAlone" | "customerId" | "userId" | "digits";

export type SearchReading =
  | { readonly ok: true; readonly search: CustomerSearch }
  | { readonly ok: false; readonly field: SearchField; readonly problem: SearchProblem };

/** What the search form means. Forgiving in form, strict in meaning: a name alone is never searched. */
export function readSearch(typed: TypedSearch): SearchReading {
  const wrong = (field: SearchField, problem: SearchProblem): SearchReading => ({ ok: false, field, problem });
  const customerId = halfWidth(typed.customerId);
  const branchCode = normaliseDigits(typed.branchCode);
  const accountNumber = normaliseDigits(typed.accountNumber);
  const phone = phoneDigits(typed.phone);
  const userId = normaliseUserId(typed.userId);
  const nameKana = typed.nameKana.trim();

  if (customerId !== "" && !isCustomerId(customerId)) return wrong("customerId", "customerId");
  if (!isDigitsOrNothing(branchCode)) return wrong("branchCode", "digits");
  if (!isDigitsOrNothing(accountNumber)) return wrong("accountNumber", "digits");
  if (!isDigitsOrNothing(phone)) return wrong("phone", "digits");
  if (userId !== "" && !isUserId(userId)) return wrong("userId", "userId");
  if ((branchCode === "") !== (accountNumber === "") && customerId + phone + userId + nameKana === "") {
    return wrong(branchCode === "" ? "branchCode" : "accountNumber", "accountAlone");
  }
  const others = customerId + branchCode + accountNumber + phone + userId;
  if (others === "") return nameKana === "" ? wrong("customerId", "nothing") : wrong("nameKana", "kanaAlone");
  const given = { customerId, branchCode, accountNumber, nameKana, phone, userId };
  return { ok: true, search: Object.fromEntries(Object.entries(given).filter(([, value]) => value !== "")) };
}

/**
 * What one line in the search box may mean, likeliest first: a user ID, branch-account, a phone number, a customer ID.
 * A name means nothing here: it needs a second key.
 */
export function readQuickSearch(line: string): readonly CustomerSearch[] {
  const text = plainHyphens(halfWidth(line));
  const userId = normaliseUserId(line);
  const searches: CustomerSearch[] = [];
  if (isUserId(userId)) searches.push({ userId });
  if (isCustomerId(text)) searches.push({ customerId: text });
  const account = /^([0-9]{1,6})-([0-9]{1,12})$/.exec(text);
  if (account?.[1] !== undefined && account[2] !== undefined) {
    searches.push({ branchCode: account[1], accountNumber: account[2] });
  }
  const phone = phoneDigits(text);
  if (/^[0-9]{9,15}$/.test(phone)) searches.push({ phone });
  return searches;
}

function phoneDigits(human: string): string {
  return normaliseDigits(human).replace(/^\+81/, "0").replaceAll(/[()]/g, "");
}

function isDigitsOrNothing(text: string): boolean {
  return /^[0-9]{0,20}$/.test(text);
}
