import { html, messagesFor, table } from "@warifu/pages";
import type { Hole, Html, Language } from "@warifu/pages";
import type { CustomerView } from "@warifu/rules";
import { stateOf } from "../customer/state-of.ts";
import type { CustomerStateName } from "../customer/state-of.ts";
import { customerWords } from "../customer/words.ts";
import { procedureWords } from "./words.ts";
import type { ProcedureName } from "./procedures.ts";

export interface Change {
  readonly item: string;
  readonly before: string;
  readonly after: string;
}

/** Where the customer stands after the procedure, as far as it can be said before. */
function stateAfter(procedure: ProcedureName, view: CustomerView | null): CustomerStateName {
  switch (procedure) {
    case "apply":
      return "applied";
    case "suspend":
      return "suspended";
    case "revoke":
      // A token that was never in use stops nothing: the customer may issue another.
      return lifeBelow(view) === "inUse" ? "revoked" : "applied";
    case "cancel":
      return "cancelled";
    case "resume":
    case "unlock":
      return lifeBelow(view);
  }
}

/** What lies under a stop. */
function lifeBelow(view: CustomerView | null): CustomerStateName {
  const token = view?.token;
  if (!token) return "applied";
  if (token.confirmedAtMs !== null || token.imported) return "inUse";
  return token.activatedAtMs === null ? "issued" : "activated";
}

export function stateChange(procedure: ProcedureName, view: CustomerView | null, language: Language): Change {
  const { state, states } = messagesFor(customerWords, language);
  return {
    item: state,
    before: states[view === null ? "none" : stateOf(view)],
    after: states[stateAfter(procedure, view)],
  };
}

/** 変更前 → 変更後 */
export function changeTable(changes: readonly Change[], language: Language): Html {
  const words = messagesFor(procedureWords, language);
  return table({
    caption: `${words.now} → ${words.after}`,
    hideCaption: true,
    columns: [words.item, words.now, words.after].map((label) => ({ label })),
    rows: changes.map(({ item, before, after }): Hole[] => [
      item,
      before,
      before === after ? html`<span class="unchanged">${words.staysTheSame}</span>` : html`<strong>${after}</strong>`,
    ]),
  });
}
