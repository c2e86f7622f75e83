import { button, html } from "@warifu/pages";
import type { ButtonOptions, Html } from "@warifu/pages";
import type { Visit } from "../visit/visit.ts";

/** A form with nothing but its button. State changes by POST only, so a way on that changes something is never a link. */
export function stepForm(
  visit: Visit,
  step: string,
  label: string,
  kind: NonNullable<ButtonOptions["kind"]> = "secondary",
): Html {
  return html`<form method="post" action="${visit.links.step(step)}">${button({ label, kind })}</form>`;
}
