import { useEffect, useRef } from "preact/hooks";
import { useWords } from "../app-context.ts";
import { PhoneLink } from "./phone-link.tsx";
import { words } from "./words.ts";

/** ヘルプ, over every screen. Escape, the phone's back key and 閉じる close it; focus returns to where it was. */
export function HelpDialog({ supportPhone, onClose }: { supportPhone: string | undefined; onClose: () => void }) {
  const text = useWords(words);
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
    // Else the first thing to press takes the focus, far below what is to be read.
    heading.current?.focus();
  }, []);
  const topics = [
    [text.whatTitle, text.what],
    [text.setUpTitle, text.setUp],
    [text.wrongTitle, text.wrong],
    [text.changeTitle, text.change],
    [text.askedTitle, text.asked],
  ] as const;
  return (
    <dialog ref={dialog} aria-labelledby="help-title" onClose={onClose}>
      <h2 id="help-title" tabIndex={-1} ref={heading}>
        {text.title}
      </h2>
      {topics.map(([title, body]) => (
        <section key={title}>
          <h3>{title}</h3>
          <p>{body}</p>
        </section>
      ))}
      {supportPhone !== undefined && supportPhone !== "" && (
        <section>
          <h3>{text.phoneTitle}</h3>
          <p>
            <PhoneLink number={supportPhone} />
          </p>
        </section>
      )}
      <button type="button" class="button" onClick={() => dialog.current?.close()}>
        {text.close}
      </button>
    </dialog>
  );
}
