import { html, messagesFor, noticeBox } from "@warifu/pages";
import type { Html, Language } from "@warifu/pages";
import type { Preview } from "./preview.ts";
import type { ProcedureName } from "./procedures.ts";
import { procedureWords } from "./words.ts";

/** Whether the procedure takes something from the customer for ever. */
export function isFinal(procedure: ProcedureName): procedure is "revoke" | "cancel" {
  return procedure === "revoke" || procedure === "cancel";
}

/**
 * What a procedure that takes something from a customer means for the customer, said before it is done; null for one that gives. It says
 * what the rules will do: whether a new application is needed depends on what the token was.
 */
export function effectsOn(procedure: ProcedureName, shown: Preview, language: Language): Html | null {
  if (!shown.ok || (procedure !== "suspend" && !isFinal(procedure))) return null;
  const { effects, final } = messagesFor(procedureWords, language);
  const sight = shown.changes.find((change) => change.item === "sight")?.after;
  return noticeBox({
    lang: language,
    kind: "warning",
    title: effects.title,
    body: html`<ul>
      <li>${effects[procedure]}</li>
      ${procedure === "revoke" && html`<li>${sight === "revoked" ? effects.needsApplication : effects.mayIssue}</li>`}
      ${isFinal(procedure) && html`<li>${final}</li>`}
    </ul>`,
  });
}
