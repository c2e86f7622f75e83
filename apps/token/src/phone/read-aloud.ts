import type { Language } from "../language/language.ts";

export function canReadAloud(): boolean {
  return "speechSynthesis" in globalThis && "SpeechSynthesisUtterance" in globalThis;
}

/** Has the text spoken by the phone, slowly; a second press begins anew. `onFailed` when the phone has no voice for it. */
export function readAloud(text: string, language: Language, onFailed: () => void): void {
  speechSynthesis.cancel();
  const utterance = new SpeechSynthesisUtterance(text);
  utterance.lang = language === "ja" ? "ja-JP" : "en-GB";
  utterance.rate = 0.8;
  utterance.addEventListener("error", ({ error }) => {
    if (error !== "interrupted" && error !== "canceled") onFailed();
  });
  speechSynthesis.speak(utterance);
}

export function stopReadingAloud(): void {
  if (canReadAloud()) speechSynthesis.cancel();
}
