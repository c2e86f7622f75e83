import { defineMessages } from "@warifu/pages";
import { gateButtons, gateTitles } from "../../../../gate-titles.ts";

/** G-310 表示できない方: reached before any code is asked for, needs none. */
export const cannotShowWords = defineMessages({
  ja: {
    title: gateTitles.ja.cannotShow,
    lead: "あてはまるものを選んでください。ここから先に、ワンタイムパスワードは必要ありません。",
    changedTitle: "機種変更をした（古いスマートフォンが手元にある）",
    changed1:
      "古いスマートフォンのアプリは、そのままお使いいただけます。Wi-Fiや通信がなくても、ワンタイムパスワードは表示されます。",
    changed2: "古いスマートフォンに表示されたワンタイムパスワードで、このお手続きを続けてください。",
    changed3:
      "新しいスマートフォンで使うには、トークンの再発行が必要です。古いスマートフォンを手放す前に、下の電話番号または窓口にお申し出ください。",
    lostTitle: "なくした・盗まれた",
    lost1:
      "すぐに下の電話番号へお電話ください。その場でワンタイムパスワードを一時停止します。見つかったときは再開できます。",
    lost2: "ご契約の携帯電話会社にも連絡し、回線の停止をお申し出ください。",
    lost3: "ご本人さまの確認ができましたら、新しいスマートフォンにトークンを再発行します。",
    brokenTitle: "壊れた・アプリやデータを消した・表示されなくなった",
    broken1: "お金や口座に影響はありません。",
    broken2: "消えたトークンを元に戻すことはできません。下の電話番号または窓口で、再発行をお申し出ください。",
    broken3: "ホーム画面のアイコンからアプリを開き直すと表示されることがあります。先にお試しください。",
    wrongTitle: "表示されるが、「違います」と言われる",
    wrong1: "スマートフォンの「日付と時刻」を自動設定にしてください。時刻がずれていると、番号が合いません。",
    wrong2: "番号が切り替わったら、新しい番号を入力してください。同じ番号は一度しか使えません。",
    callTitle: "ご連絡先",
    callPhone: "電話",
    callHours: "受付時間",
    back: "ワンタイムパスワードの入力に戻る",
    leave: gateButtons.ja.leave,
  },
  en: {
    title: gateTitles.en.cannotShow,
    lead: "Choose what fits. No one-time password is needed from here on.",
    changedTitle: "I have a new phone (and still have the old one)",
    changed1: "The app on your old phone goes on working. It shows one-time passwords even without a connection.",
    changed2: "Go on with the one-time password shown on the old phone.",
    changed3:
      "To use the new phone, you need a new token. Before you give the old phone away, call the number below or visit your branch.",
    lostTitle: "My phone was lost or stolen",
    lost1:
      "Call the number below at once. We suspend your one-time password right away. It can be resumed if you find the phone.",
    lost2: "Also call your mobile operator and have the line stopped.",
    lost3: "After checking your identity we issue a token for your new phone.",
    brokenTitle: "My phone is broken, or the app or its data is gone",
    broken1: "Your money and your account are not affected.",
    broken2: "A token that is gone cannot be restored. Call the number below or visit your branch for a new token.",
    broken3: "Opening the app from its icon on the home screen may bring it back. Please try that first.",
    wrongTitle: "My one-time password is not accepted",
    wrong1: "Set your phone’s date and time to automatic. If the clock is off, the numbers do not match.",
    wrong2: "Wait for the number to change and enter the new one. Each number works only once.",
    callTitle: "How to reach us",
    callPhone: "Phone",
    callHours: "Hours",
    back: "Back to entering the one-time password",
    leave: gateButtons.en.leave,
  },
});
