import { defineMessages } from "@warifu/pages";
import { gateTitles } from "../../../../gate-titles.ts";

/** G-130 利用開始の完了. */
export const doneWords = defineMessages({
  ja: {
    title: gateTitles.ja.done,
    done: "ご利用開始のお手続きが完了しました",
    nextTitle: "これからのご利用",
    nextLogin:
      "次回から、ログインとお振込などの大切なお取引のときに、アプリに表示されるワンタイムパスワードの入力が必要になります。",
    nextNever:
      "電話・メール・SMSでワンタイムパスワードをお聞きすることは、決してありません。聞かれたときは詐欺です。番号を伝えずに、すぐに下の電話番号へご連絡ください。",
    nextPhone:
      "スマートフォンを機種変更するときは、古いスマートフォンを手放す前に、窓口またはお電話で再発行をお申し出ください。",
    nextLost: "スマートフォンをなくしたときは、すぐに下の電話番号へご連絡ください。",
    recordTitle: "お手続きの控え",
    recordFor: "金融機関",
    recordServiceId: "サービスID",
    recordUserId: "ユーザID",
    recordAt: "お手続き日時",
    recordSupport: "お問い合わせ",
    print: "控えを印刷",
    continue: "インターネットバンキングへ進む",
  },
  en: {
    title: gateTitles.en.done,
    done: "Your one-time password is ready to use",
    nextTitle: "What happens next",
    nextLogin:
      "At log-in and for important transactions such as transfers, you will need the one-time password shown by the app.",
    nextNever:
      "We never ask for a one-time password by phone, e-mail or text message. Anyone who asks is a fraudster: tell them nothing and call the number below at once.",
    nextPhone: "Before you give away your old smartphone, ask for a new token at your branch or by phone.",
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
