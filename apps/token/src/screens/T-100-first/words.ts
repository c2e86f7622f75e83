import { defineWords } from "../../language/words.ts";

export const words = defineWords({
  ja: {
    title: "ワンタイムパスワード",
    lead: "インターネットバンキングで使うワンタイムパスワードを、このスマートフォンに表示します。",
    firstTime: "はじめて設定する",
    firstTimeHint: "トークン発行がお済みの方",
    usedBefore: "以前使っていた（表示されなくなった）",
    usedBeforeHint: "アプリやデータが消えてしまった方、機種を変えた方",
  },
  en: {
    title: "One-time password",
    lead: "This phone will show the one-time passwords for your internet banking.",
    firstTime: "Set up for the first time",
    firstTimeHint: "You have issued a token in internet banking",
    usedBefore: "I used it before (nothing is shown any more)",
    usedBeforeHint: "The app or its data is gone, or you changed phones",
  },
});
