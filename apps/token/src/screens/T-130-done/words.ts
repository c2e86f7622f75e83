import { defineWords } from "../../language/words.ts";

export const words = defineWords({
  ja: {
    title: "初期設定完了",
    done: "初期設定が正常に終了しました。",
    clock: "スマートフォンの日付と時刻は「自動設定」にしてください。海外でも、そのままお使いいただけます。",
    everyMinute: (seconds: number) =>
      `ワンタイムパスワードは${seconds}秒ごとに変わります。ご利用のときに画面に表示されているものをお使いください。`,
    changePhone: (institution: string) =>
      `機種変更のときは、古いスマートフォンを手放す前に、${institution}の窓口またはお電話で再発行をお申し出ください。`,
    joined: (count: number) =>
      `このスマートフォンのトークンは${count}件になりました。これまでのトークンも、そのまま表示できます。`,
    sameInstitution:
      "同じ金融機関のトークンが、ほかにもあります。「設定」の「トークンの一覧と管理」で名前を付けると、見分けやすくなります。",
    next: "次へ",
  },
  en: {
    title: "Initial set-up complete",
    done: "Set-up is complete.",
    clock: "Set your phone’s date and time to automatic. The codes work in any time zone.",
    everyMinute: (seconds: number) =>
      `The one-time password changes every ${seconds} seconds. Use the one that is shown when you need it.`,
    changePhone: (institution: string) =>
      `When you change phones, ask ${institution} for a new token, at a branch or by phone, before you give the old phone away.`,
    joined: (count: number) => `There are now ${count} tokens on this phone. The earlier ones can still be shown.`,
    sameInstitution:
      "This phone holds another token of the same institution. To tell them apart, give them names: “Settings”, then “List and manage tokens”.",
    next: "Next",
  },
});
