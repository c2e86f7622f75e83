import type { ComponentChildren } from "preact";
import { AlertIcon, CheckIcon, InfoIcon } from "./icons.tsx";

export type NoticeKind = "info" | "warning" | "error" | "success";

/** A framed message with a sign of its kind; the words carry the meaning, sign and colour only repeat it. */
export function Notice({ kind, title, children }: { kind: NoticeKind; title?: string; children?: ComponentChildren }) {
  return (
    <section class={`notice notice-${kind}`}>
      <span class="notice-sign">
        {kind === "success" ? <CheckIcon /> : kind === "info" ? <InfoIcon /> : <AlertIcon />}
      </span>
      <div class="notice-text">
        {title !== undefined && <h2>{title}</h2>}
        {children}
      </div>
    </section>
  );
}
