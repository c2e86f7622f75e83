import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { useApp, useWords } from "../app-context.ts";
import { HelpDialog } from "../help/help-dialog.tsx";
import { words } from "./words.ts";

export interface PageProps {
  readonly screenId: string;
  readonly title: string;
  /** Shows 戻る, which leads to the screen before. */
  readonly hasBack?: boolean;
  /** Further buttons of the title bar, left of ヘルプ. */
  readonly actions?: ComponentChildren;
  readonly supportPhone?: string | undefined;
  readonly children: ComponentChildren;
}

/** The frame of every screen: title bar with ヘルプ, content, language and screen number at the bottom. */
export function Page({ screenId, title, hasBack = false, actions, supportPhone, children }: PageProps) {
  const app = useApp();
  const text = useWords(words);
  const [isHelpOpen, setHelpOpen] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = title;
  }, [title]);
  // A new screen begins at its heading, for the keyboard and for whoever listens.
  useEffect(() => heading.current?.focus({ preventScroll: true }), [screenId]);
  const other = app.language === "ja" ? "en" : "ja";
  return (
    <div class="page">
      <header class="title-bar">
        <div class="title-bar-inner">
          {hasBack && app.canGoBack && (
            <button type="button" class="bar-button" onClick={app.back}>
              {text.back}
            </button>
          )}
          <h1 tabIndex={-1} ref={heading}>
            {title}
          </h1>
          <div class="bar-actions">
            {actions}
            <button type="button" class="bar-button" onClick={() => setHelpOpen(true)}>
              {text.help}
            </button>
          </div>
        </div>
      </header>
      <main>{children}</main>
      <footer>
        <button type="button" class="text-button" lang={other} onClick={() => app.speak(other)}>
          {text.otherLanguage}
        </button>
        <p>
          <span class="visually-hidden">{text.screenNumber} </span>
          <span>{screenId}</span>
        </p>
      </footer>
      {isHelpOpen && <HelpDialog supportPhone={supportPhone} onClose={() => setHelpOpen(false)} />}
    </div>
  );
}
