import { defineMessages } from "@warifu/pages";
import { gateNames } from "../../../gate-names.ts";

export const homeWords = defineMessages({
  ja: {
    title: "ホーム",
    greeting: (name: string) => `${name}さん`,
    lead: "お客様をさがすか、利用申込を登録します。",
    searchCard: "お客様をさがす",
    searchText: "状態の確認、一時停止、ロック解除、失効は、お客様の画面から行います。",
    applyCard: "利用申込を登録する",
    applyText: `窓口でお申し込みを受け付けたお客様を登録します。次回のログイン後に、${gateNames.ja.title.issue}の画面が表示されます。`,
    keysTitle: "キーボード",
    keys: [
      ["/", "検索欄へ"],
      ["Enter", "検索・選んだお客様を開く"],
      ["Tab", "次の項目へ"],
    ],
  },
  en: {
    title: "Home",
    greeting: (name: string) => name,
    lead: "Find a customer or register an application.",
    searchCard: "Find a customer",
    searchText: "Checking the state, suspending, unlocking and revoking are done on the customer’s screen.",
    applyCard: "Register an application",
    applyText: `Register a customer who applied at the branch. After the next log-in the customer sees the screen ${gateNames.en.title.issue}.`,
    keysTitle: "Keyboard",
    keys: [
      ["/", "To the search field"],
      ["Enter", "Search, open the chosen customer"],
      ["Tab", "Next field"],
    ],
  },
});
