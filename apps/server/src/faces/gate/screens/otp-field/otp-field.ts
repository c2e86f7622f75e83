import { html, messagesFor, otpField } from "@warifu/pages";
import type { Html } from "@warifu/pages";
import type { Language } from "../../../../http/language.ts";
import { otpFieldWords } from "./words.ts";

/** The one-time password field of G-120 and G-210, and what its form tells the page's script (browser/parts/otp-fields.ts). */
export const otpFieldOf = {
  field(digits: number, error: string | null, language: Language): Html {
    const words = messagesFor(otpFieldWords, language);
    return otpField({
      lang: language,
      id: "otp",
      name: "otp",
      label: words.label,
      required: true,
      support: words.support(String(digits)),
      error,
    });
  },

  formAttributes(digits: number, language: Language): Html {
    const words = messagesFor(otpFieldWords, language);
    const format = (text: string) => text.replace("{digits}", String(digits));
    return html`novalidate data-otp-form data-digits="${digits}" data-words-empty="${words.empty}"
    data-words-format="${format(words.format)}" data-words-format-other="${format(words.formatOther)}"`;
  },
};
