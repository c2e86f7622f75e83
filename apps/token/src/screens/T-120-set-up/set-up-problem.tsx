import { useApp, useWords } from "../../app-context.ts";
import { ErrorSummary } from "../../elements/error-summary.tsx";
import { words as shared } from "../../elements/words.ts";
import { mostTokens } from "../../keyholder/held-tokens.ts";
import type { EntryFaults, EntryName } from "../../set-up/entries.ts";
import type { SetUpOutcome } from "../../set-up/set-up.ts";
import { Support } from "../T-400-trouble/support.tsx";
import { faultText } from "./fault-text.ts";
import { words } from "./words.ts";

/** What stands above the form when it could not be done; everything that was entered is kept. */
export type Problem =
  | { readonly kind: "entries"; readonly faults: EntryFaults }
  | Extract<SetUpOutcome, { kind: "wrongEntries" }>
  | { readonly kind: "full" | "noNetwork" | "unavailable" | "tooManyRequests" };

export function SetUpProblem({ problem }: { problem: Problem }) {
  const app = useApp();
  const text = useWords(words);
  const common = useWords(shared);
  switch (problem.kind) {
    case "entries": {
      const faults = (Object.keys(problem.faults) as EntryName[]).flatMap((name) => {
        const fault = problem.faults[name];
        return fault === undefined ? [] : [{ fieldId: name, text: faultText(text, name, fault) }];
      });
      return <ErrorSummary title={common.errors} faults={faults} />;
    }
    case "wrongEntries":
      return (
        <ErrorSummary title={text.wrongTitle(problem.triesLeft)}>
          <p>{text.wrongWay}</p>
          <Support institution={problem.institution} />
        </ErrorSummary>
      );
    case "full":
      return (
        <ErrorSummary title={text.fullTitle(mostTokens)}>
          <p>{text.fullWay}</p>
          <button type="button" class="button button-outline" onClick={() => app.go({ name: "tokens", removed: null })}>
            {text.toList}
          </button>
        </ErrorSummary>
      );
    case "noNetwork":
      return <Told title={text.noNetworkTitle} way={text.noNetworkWay} />;
    case "tooManyRequests":
      return <Told title={text.tooManyTitle} way={text.tooManyWay} />;
    default:
      return <Told title={text.unavailableTitle} way={text.unavailableWay} />;
  }
}

function Told({ title, way }: { title: string; way: string }) {
  return (
    <ErrorSummary title={title}>
      <p>{way}</p>
    </ErrorSummary>
  );
}
