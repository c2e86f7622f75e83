export interface SearchFieldProps {
  readonly label: string;
  readonly hint: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
  /** How many were found, said when typing pauses; empty while nothing is sought. */
  readonly found: string;
}

/** Filters while it is typed into; Escape, the browser's own, empties it. */
export function SearchField({ label, hint, value, onInput, found }: SearchFieldProps) {
  return (
    <div class="field search" role="search">
      <label for="search">{label}</label>
      <p class="hint" id="search-hint">
        {hint}
      </p>
      <div class="field-row">
        <input
          id="search"
          type="search"
          value={value}
          aria-describedby="search-hint"
          autocomplete="off"
          spellcheck={false}
          enterKeyHint="search"
          onInput={(event) => onInput(event.currentTarget.value)}
        />
      </div>
      <p role="status" class="small">
        {found}
      </p>
    </div>
  );
}
