import { defineMessages } from "@warifu/pages";
import { gateButtons, gateTitles } from "../../../../gate-titles.ts";

/** G-210 ワンタイムパスワード入力. */
export const promptWords = defineMessages({
  ja: {
    title: gateTitles.ja.prompt,
    askedBy: "ご利用の画面",
    askedFor: "お手続き",
    forLogin: "ログイン",
    forTransfer: "振込",
    forPayment: "お支払い",
    forSettings: "登録内容の変更",
    forOther: "お手続き",
    ask: (bank: string, purpose: string) =>
      `${bank}の「${purpose}」を続けるため、ワンタイムパスワードを入力してください。`,
    notYou: "お心当たりのない場合は、入力せずに中止し、ご連絡ください。",
    cannotShow: "ワンタイムパスワードを表示できない方（機種変更・紛失など）",
    never: "画面の操作以外（電話・メール・SMS）でワンタイムパスワードをお聞きすることはありません。",
    send: gateButtons.ja.confirm,
    leave: gateButtons.ja.leave,
  },
  en: {
    title: gateTitles.en.prompt,
    askedBy: "Asked by",
    askedFor: "For",
    forLogin: "Log-in",
    forTransfer: "Transfer",
    forPayment: "Payment",
    forSettings: "Change of settings",
    forOther: "Other request",
    ask: (bank: string, purpose: string) => `To go on at ${bank} (${purpose}), enter your one-time password.`,
    notYou: "If you did not ask for this, do not enter anything: stop here and call us.",
    cannotShow: "Can’t get a one-time password? (new phone, lost phone …)",
    never: "We never ask for a one-time password by phone, mail or SMS.",
    send: gateButtons.en.confirm,
    leave: gateButtons.en.leave,
  },
});
