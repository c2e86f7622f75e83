import { defineWords } from "../../language/words.ts";

export const words = defineWords({
  ja: {
    title: "初期設定完了",
    done: "初期設定が正常に終了しました。",
    clock: "スマートフォンの日付と時刻は「自動設定」にしてください。海外でも、そのままお使いいただけます。",
    everyMinute: (seconds: number) =>
      `ワンタイムパスワードは${seconds}秒ごとに変わります。ご利用のときに画面に表示されているものをお使いください。`,
    changePhone: "機種変更のときは、古いスマートフォンを手放す前に、窓口またはお電話で再発行をお申し出ください。",
    next: "次へ",
  },
  en: {
    title: "Initial set-up complete",
    done: "Set-up is complete.",
    clock: "Set your phone’s date and time to automatic. The codes work in any time zone.",
    everyMinute: (seconds: number) =>
      `The one-time password changes every ${seconds} seconds. Use the one that is shown when you need it.`,
    changePhone:
      "When you change phones, ask your branch for a new token, at the desk or by phone, before you give the old phone away.",
    next: "Next",
  },
});
