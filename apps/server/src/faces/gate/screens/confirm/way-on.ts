import { messagesFor } from "@warifu/pages";
import type { Html } from "@warifu/pages";
import type { Visit } from "../../visit/visit.ts";
import { stepForm } from "../step-form.ts";
import { confirmWords } from "./words.ts";

/**
 * How it goes on from a G-120 whose IDs lead nowhere any more: the same button whether the page learns it while it is open or
 * is opened afterwards, because the app's text names it (T-400).
 */
export function wayOnFrom(visit: Visit, why: "replaced" | "usedUp"): Html {
  const words = messagesFor(confirmWords, visit.language);
  return why === "replaced"
    ? stepForm(visit, "skip", words.toNewToken, "primary")
    : stepForm(visit, "back", words.issueNew, "primary");
}
