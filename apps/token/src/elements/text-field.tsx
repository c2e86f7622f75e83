import { useId } from "preact/hooks";
import type { ComponentChildren } from "preact";
import { useWords } from "../app-context.ts";
import { words } from "./words.ts";

export interface TextFieldProps {
  readonly id: string;
  readonly label: string;
  readonly hint: string;
  readonly error: string | undefined;
  readonly value: string;
  readonly onInput: (value: string) => void;
  /** The field was left: time to tidy up what was typed. Never called while a Japanese input method is composing. */
  readonly onLeave?: (value: string) => void;
  readonly onPaste?: (event: ClipboardEvent) => void;
  readonly input: {
    readonly type: "text" | "password";
    readonly inputMode: "numeric" | "text";
    readonly enterKeyHint: "next" | "done";
    readonly autocapitalize?: "characters";
  };
  /** May stay empty; then nothing stands beside the label. */
  readonly isOptional?: boolean;
  readonly children?: ComponentChildren;
}

/** Label, hint, field, error: in this order, for the eye and for the ear. */
export function TextField({
  id,
  label,
  hint,
  error,
  value,
  onInput,
  onLeave,
  onPaste,
  input,
  isOptional = false,
  children,
}: TextFieldProps) {
  const text = useWords(words);
  const own = useId();
  const described = [error !== undefined && `${own}-error`, `${own}-hint`].filter(Boolean).join(" ");
  return (
    <div class={error === undefined ? "field" : "field field-wrong"}>
      <label for={id}>
        {label} {!isOptional && <span class="required">{text.required}</span>}
      </label>
      <p class="hint" id={`${own}-hint`}>
        {hint}
      </p>
      <div class="field-row">
        <input
          id={id}
          value={value}
          required={!isOptional}
          aria-invalid={error !== undefined}
          aria-describedby={described}
          autocomplete="off"
          spellcheck={false}
          autocorrect="off"
          onInput={(event) => onInput(event.currentTarget.value)}
          onBlur={(event) => onLeave?.(event.currentTarget.value)}
          onPaste={(event) => onPaste?.(event)}
          {...input}
          // The types of Preact want to know at compile time which of the two it is.
          type={input.type as "text"}
        />
        {children}
      </div>
      {error !== undefined && (
        <p class="field-error" id={`${own}-error`}>
          {error}
        </p>
      )}
    </div>
  );
}
