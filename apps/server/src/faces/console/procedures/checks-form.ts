import { html, messagesFor, selectField } from "@warifu/pages";
import type { Html, Language } from "@warifu/pages";
import { identityChecksFor, reasonsOf } from "./procedures.ts";
import type { IdentityCheck, ProcedureName, Reason } from "./procedures.ts";
import { procedureWords } from "./words.ts";

export const checkFields = ["identityCheck", "reason"] as const;
export type CheckField = (typeof checkFields)[number];
export type TypedChecks = Readonly<Record<CheckField, string>>;

export interface ChecksReading {
  /** null when nothing of the list was chosen. */
  readonly identityCheck: IdentityCheck | null;
  readonly reason: Reason | null;
  readonly wrong: readonly CheckField[];
}

/** How identity was checked, and why: both from the procedure's own lists. */
export function readChecks(procedure: ProcedureName, typed: TypedChecks): ChecksReading {
  const identityCheck = identityChecksFor(procedure).find((check) => check === typed.identityCheck) ?? null;
  const reason = reasonsOf[procedure].find((one) => one === typed.reason) ?? null;
  const chosen = { identityCheck, reason };
  return { ...chosen, wrong: checkFields.filter((field) => chosen[field] === null) };
}

export function checksForm(
  procedure: ProcedureName,
  typed: TypedChecks,
  wrong: readonly string[],
  language: Language,
): Html {
  const words = messagesFor(procedureWords, language);
  const choices = {
    identityCheck: identityChecksFor(procedure).map((value) => ({ value, label: words.identityChecks[value] })),
    reason: reasonsOf[procedure].map((value: Reason) => ({ value, label: words.reasons[value] })),
  };
  return html`<div class="field-grid">
    ${checkFields.map((field) =>
      selectField({
        lang: language,
        id: field,
        name: field,
        label: words.fields[field],
        required: true,
        value: typed[field],
        error: wrong.includes(field) ? words.errors[field] : undefined,
        options: [{ value: "", label: words.choose }, ...choices[field]],
      }),
    )}
  </div>`;
}
