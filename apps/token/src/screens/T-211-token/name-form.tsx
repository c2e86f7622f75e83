import { useState } from "preact/hooks";
import { useApp, useWords } from "../../app-context.ts";
import { TextField } from "../../elements/text-field.tsx";
import type { HeldToken } from "../../keyholder/held-tokens.ts";
import { readTokenName } from "../../names/token-name.ts";
import { words } from "./words.ts";

/** The customer's own name for a token; what is too long is said and stays as it was typed. */
export function NameForm({ token }: { token: HeldToken }) {
  const app = useApp();
  const text = useWords(words);
  const [typed, setTyped] = useState(token.name ?? "");
  const [isTooLong, setTooLong] = useState(false);
  const [status, setStatus] = useState<"renamed" | "nameless" | "notKept" | null>(null);

  async function rename(event: Event): Promise<void> {
    event.preventDefault();
    const read = readTokenName(typed);
    setTooLong(!read.ok);
    setStatus(null);
    if (!read.ok) return document.getElementById("tokenName")?.focus();
    setTyped(read.name ?? "");
    setStatus(
      await app.keyholder.rename(token.id, read.name).then(
        () => (read.name === null ? "nameless" : "renamed"),
        () => "notKept",
      ),
    );
  }

  return (
    <form noValidate onSubmit={(event) => void rename(event)}>
      <TextField
        id="tokenName"
        label={text.nameLabel}
        hint={text.nameHint}
        error={isTooLong ? text.tooLong : undefined}
        value={typed}
        isOptional
        onInput={setTyped}
        input={{ type: "text", inputMode: "text", enterKeyHint: "done" }}
      />
      <button type="submit" class="button button-outline">
        {text.rename}
      </button>
      <p role="status" class="status">
        {status !== null && text[status]}
      </p>
    </form>
  );
}
