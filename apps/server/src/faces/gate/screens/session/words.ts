import { defineMessages } from "@warifu/pages";
import { gateTitles } from "../../../../gate-titles.ts";

/** The warning before a visit's time runs out, on every screen of the gate. */
export const sessionWords = defineMessages({
  ja: {
    warningTitle: "まもなく終了します",
    warning: (minutes: string) =>
      `安全のため、この画面でのお手続きは、あと${minutes}分で終了します。続けるときは「延長する」を押してください。入力した内容はそのまま残ります。`,
    lengthen: "延長する",
    close: "閉じる",
    lastTitle: "まもなく終了します（延長はできません）",
    last: (minutes: string) =>
      `安全のため、この画面でのお手続きは、あと${minutes}分で終了します。これ以上は延長できません。それまでにお済ませください。`,
    failedTitle: "延長できませんでした",
    failed: "通信できませんでした。電波やネットワークをご確認のうえ、もう一度「延長する」を押してください。",
    endedTitle: gateTitles.ja.sessionEnded,
    ended:
      "インターネットバンキングの画面に戻り、もう一度ログインしてください。発行済みのトークンや、スマートフォンで終えた設定はそのまま残っています。",
  },
  en: {
    warningTitle: "Your session is about to end",
    warning: (minutes: string) =>
      `For your safety, this page closes in ${minutes} minutes. To go on, press “Extend”. What you have entered is kept.`,
    lengthen: "Extend",
    close: "Close",
    lastTitle: "Your session is about to end (it cannot be extended)",
    last: (minutes: string) =>
      `For your safety, this page closes in ${minutes} minutes. It cannot be extended any further. Please finish by then.`,
    failedTitle: "Your session could not be extended",
    failed: "There is no connection. Check your network and press “Extend” again.",
    endedTitle: gateTitles.en.sessionEnded,
    ended:
      "Please return to internet banking and log in again. A token that was issued, and a set-up finished on your phone, are still there.",
  },
});
