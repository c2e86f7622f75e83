import { defineMessages } from "@warifu/pages";
import { gateTitles } from "../../../../gate-titles.ts";

/** G-130 利用開始の完了. */
export const doneWords = defineMessages({
  ja: {
    title: gateTitles.ja.done,
    done: "ご利用開始の手続きが完了しました",
    doneNote: "ワンタイムパスワードをお使いいただけるようになりました。",
    nextTitle: "これからのご利用",
    nextLogin:
      "次回から、ログインと振込などの大切なお取引のときに、アプリに表示されるワンタイムパスワードをおたずねします。",
    nextNever:
      "画面の操作以外（電話・メール・SMS）でワンタイムパスワードをお聞きすることはありません。聞かれたら詐欺です。すぐにご連絡ください。",
    nextPhone:
      "スマートフォンを機種変更するときは、古いスマートフォンを手放す前に、インターネットバンキングで機種変更の手続きをしてください。",
    nextLost: "スマートフォンをなくしたときは、すぐに下の電話番号へご連絡ください。",
    recordTitle: "お手続きの控え",
    recordFor: "金融機関",
    recordServiceId: "サービスID",
    recordUserId: "ユーザID",
    recordAt: "手続き日時",
    recordSupport: "お問い合わせ",
    print: "控えを印刷",
    continue: "インターネットバンキングへ進む",
  },
  en: {
    title: gateTitles.en.done,
    done: "Your one-time password is ready to use",
    doneNote: "From now on you can use one-time passwords.",
    nextTitle: "From now on",
    nextLogin:
      "At log-in and for important transactions such as transfers, you will be asked for the one-time password shown by the app.",
    nextNever:
      "We never ask for a one-time password by phone, mail or SMS. If somebody does, it is fraud: please call us at once.",
    nextPhone:
      "Before you change your smartphone, do “change phone” in internet banking while you still have the old one.",
    nextLost: "If you lose your smartphone, call the number below at once.",
    recordTitle: "For your records",
    recordFor: "Institution",
    recordServiceId: "Service ID",
    recordUserId: "User ID",
    recordAt: "Completed",
    recordSupport: "Questions",
    print: "Print this record",
    continue: "Continue to internet banking",
  },
});
