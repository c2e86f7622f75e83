import { defineWords } from "../../language/words.ts";

export const words = defineWords({
  ja: {
    title: "初期設定完了",
    done: "初期設定が正常に終了しました。",
    clock: "スマートフォンの日付と時刻は「自動設定」にしてください。時差のある国でも、そのままお使いいただけます。",
    everyMinute: (seconds: number) =>
      `ワンタイムパスワードは${seconds}秒ごとに変わります。ご利用のときに画面に表示されているものをお使いください。`,
    changePhone:
      "機種変更のときは、前のスマートフォンを手放す前に、インターネットバンキングで「機種変更」の手続きをしてください。",
    next: "次へ",
  },
  en: {
    title: "Initial set-up complete",
    done: "The initial set-up ended normally.",
    clock: "Set your phone's date and time to automatic. The codes work in any time zone.",
    everyMinute: (seconds: number) =>
      `The one-time password changes every ${seconds} seconds. Use the one shown at the moment of use.`,
    changePhone: "When you change phones, use “Change phone” in internet banking before you give the old phone away.",
    next: "Next",
  },
});
