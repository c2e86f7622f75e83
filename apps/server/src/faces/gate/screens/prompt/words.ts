import { defineMessages } from "@warifu/pages";
import { gateButtons, gateTitles } from "../../../../gate-titles.ts";

/** G-210 ワンタイムパスワード入力. */
export const promptWords = defineMessages({
  ja: {
    title: gateTitles.ja.prompt,
    askedBy: "ご利用の画面",
    askedFor: "お手続き",
    payee: "受取人",
    account: "振込先",
    amount: "金額",
    reference: "受付番号",
    checkTransfer: "受取人と金額をお確かめください。内容が違うときは、ワンタイムパスワードを入力しないでください。",
    forLogin: "ログイン",
    forTransfer: "お振込",
    forPayment: "お支払い",
    forSettings: "登録内容の変更",
    forOther: "お手続き",
    ask: (bank: string, purpose: string) =>
      `${bank}の「${purpose}」を続けるため、ワンタイムパスワードを入力してください。`,
    notYou: `お心当たりがない場合は、入力しないでください。「${gateButtons.ja.leave}」を押し、すぐに下の電話番号へご連絡ください。`,
    cannotShow: "ワンタイムパスワードを表示できない方（機種変更・紛失など）",
    never:
      "電話・メール・SMSでワンタイムパスワードをお聞きすることは、決してありません。聞かれたときは詐欺です。番号を伝えずに、すぐに下の電話番号へご連絡ください。",
    send: gateButtons.ja.confirm,
    leave: gateButtons.ja.leave,
  },
  en: {
    title: gateTitles.en.prompt,
    askedBy: "Asked by",
    askedFor: "For",
    payee: "Payee",
    account: "Account",
    amount: "Amount",
    reference: "Reference",
    checkTransfer:
      "Check the payee and the amount. If they are not what you want, do not enter your one-time password.",
    forLogin: "Log-in",
    forTransfer: "Transfer",
    forPayment: "Payment",
    forSettings: "Change of settings",
    forOther: "Other request",
    ask: (bank: string, purpose: string) => `To go on at ${bank} (${purpose}), enter your one-time password.`,
    notYou: `If you did not ask for this, do not enter anything. Press “${gateButtons.en.leave}” and call the number below at once.`,
    cannotShow: "Can’t get a one-time password? (new phone, lost phone …)",
    never:
      "We never ask for a one-time password by phone, e-mail or text message. Anyone who asks is a fraudster: tell them nothing and call the number below at once.",
    send: gateButtons.en.confirm,
    leave: gateButtons.en.leave,
  },
});

export type PromptWords = typeof promptWords.ja;
