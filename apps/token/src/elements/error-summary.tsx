import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { AlertIcon } from "./icons.tsx";

export interface ErrorSummaryProps {
  readonly title: string;
  /** One entry for each field in error; the link leads into the field. */
  readonly faults?: readonly { readonly fieldId: string; readonly text: string }[];
  readonly children?: ComponentChildren;
}

/** Stands above the form, is spoken at once and takes the focus. */
export function ErrorSummary({ title, faults = [], children }: ErrorSummaryProps) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    box.current?.focus();
    box.current?.scrollIntoView({ block: "start" });
  }, []);
  return (
    <div class="notice notice-error" role="alert" tabIndex={-1} ref={box}>
      <span class="notice-sign">
        <AlertIcon />
      </span>
      <div class="notice-text">
        <h2>{title}</h2>
        {faults.length > 0 && (
          <ul>
            {faults.map(({ fieldId, text }) => (
              <li key={fieldId}>
                <a href={`#${fieldId}`} onClick={(event) => focusField(event, fieldId)}>
                  {text}
                </a>
              </li>
            ))}
          </ul>
        )}
        {children}
      </div>
    </div>
  );
}

/** The address stays as it is: its fragment belongs to IDs from links. */
function focusField(event: Event, fieldId: string): void {
  event.preventDefault();
  document.getElementById(fieldId)?.focus();
}
