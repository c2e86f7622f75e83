import { definitionList, html, messagesFor } from "@warifu/pages";
import type { Html, Language } from "@warifu/pages";
import type { Customer, CustomerProfile } from "@warifu/rules";
import { inBrackets } from "../frame/in-brackets.ts";
import type { IdentityCheck, Reason } from "./procedures.ts";
import { procedureWords } from "./words.ts";

/** Whom a procedure is about, so that nobody acts on the customer before last: name, kana, account and ID. */
export interface Concerned {
  readonly customerId: string;
  readonly profile: CustomerProfile;
}

/** What was noted of the customer; what was just typed where nothing was. */
export function concerned(customerId: string, customer: Customer | null, typed: CustomerProfile | null): Concerned {
  const known = customer?.profile;
  const field = (name: keyof CustomerProfile): string | null => known?.[name] ?? typed?.[name] ?? null;
  return {
    customerId,
    profile: {
      name: field("name"),
      nameKana: field("nameKana"),
      branchCode: field("branchCode"),
      accountNumber: field("accountNumber"),
      phone: field("phone"),
    },
  };
}

/** For a title. */
export function nameOf({ customerId, profile }: Concerned, language: Language): string {
  return profile.name === null ? customerId : inBrackets(profile.name, customerId, language);
}

/** The customer, and where they are chosen already how identity was checked and why. */
export function customerFacts(
  { customerId, profile }: Concerned,
  checks: { readonly identityCheck: IdentityCheck; readonly reason: string } | null,
  language: Language,
): Html {
  const { fields, customer, identityChecks, reasons } = messagesFor(procedureWords, language);
  const account = [profile.branchCode, profile.accountNumber].filter((part) => part !== null).join("-");
  const who = html`${profile.name !== null && html`<strong>${profile.name}</strong> `}${profile.nameKana !== null && html`<small>${profile.nameKana}</small>`}`;
  return definitionList([
    ...(profile.name === null && profile.nameKana === null ? [] : [{ term: customer, value: who }]),
    { term: fields.customerId, value: html`<strong class="mono">${customerId}</strong>` },
    ...(account === "" ? [] : [{ term: fields.account, value: account }]),
    ...(checks === null
      ? []
      : [
          { term: fields.identityCheck, value: identityChecks[checks.identityCheck] },
          { term: fields.reason, value: reasons[checks.reason as Reason] },
        ]),
  ]);
}
