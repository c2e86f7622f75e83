import { defineWords } from "../language/words.ts";

export const words = defineWords({
  ja: {
    back: "戻る",
    help: "ヘルプ",
    settings: "設定",
    close: "閉じる",
    otherLanguage: "English",
    screenNumber: "画面番号",
    required: "※必須",
    errors: "入力内容をご確認ください",
    phone: "お問い合わせ",
    toTokens: "設定済みのトークンを表示する",
  },
  en: {
    back: "Back",
    help: "Help",
    settings: "Settings",
    close: "Close",
    otherLanguage: "日本語",
    screenNumber: "Screen",
    required: "(required)",
    errors: "Please check your entries",
    phone: "Contact",
    toTokens: "Show your tokens",
  },
});
