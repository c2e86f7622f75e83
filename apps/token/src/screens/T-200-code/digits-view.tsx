import { useApp, useWords } from "../../app-context.ts";
import { groupsOf, spokenDigits } from "../../code/digits.ts";
import { words } from "./words.ts";

/**
 * The digits for the eye (two groups, 4 + 4 on two lines when there is no room) and, apart from them, for the ear, one by one.
 * Nothing is announced when they change.
 */
export function DigitsView({ code, isHidden, digits }: { code: string | null; isHidden: boolean; digits: number }) {
  const { language } = useApp();
  const text = useWords(words);
  const [left, right] = groupsOf(code ?? (isHidden ? "•" : "–").repeat(digits));
  return (
    <div class="digits-box">
      <p
        class={code === null ? "digits digits-none" : "digits"}
        aria-hidden="true"
        id={code === null ? undefined : "otp"}
      >
        <span>{left}</span>
        <span>{right}</span>
      </p>
      {code !== null && <p class="visually-hidden">{text.spoken(spokenDigits(code, language))}</p>}
      {isHidden && <p class="visually-hidden">{text.spokenHidden}</p>}
    </div>
  );
}
