import { defineMessages } from "@warifu/pages";

/** What the one-time password field says on G-120 and G-210, all different for the customer in an own bank session. */
export const otpFieldWords = defineMessages({
  ja: {
    label: "ワンタイムパスワード",
    support: (digits: string) => `アプリに表示されている${digits}桁の数字（全角・半角どちらでも）`,
    empty: "ワンタイムパスワードを入力してください",
    format: "{digits}桁の数字で入力してください（いま{count}桁です）",
    formatOther: "{digits}桁の数字で入力してください（数字以外の文字が入っています）",
    mismatch: (tries: string) =>
      `ワンタイムパスワードが違います。アプリにいま表示されている番号を入力してください。（あと${tries}回間違えると、ご利用を停止します）`,
    mismatchLast:
      "ワンタイムパスワードが違います。アプリにいま表示されている番号を入力してください。（次に間違えると、ご利用を停止します）",
    used: (seconds: string) =>
      `この番号はすでに使われています。アプリに別の番号が表示されているときは、その番号を入力してください。同じ番号のままのときは、次の番号に切り替わってから入力してください（最大${seconds}秒）。`,
    drift:
      "スマートフォンの時刻がずれている可能性があります。スマートフォンの「日付と時刻」を自動設定にしてから、いま表示されている番号を入力してください。",
    notActivated:
      "アプリの初期設定がまだ終わっていません。初期設定を終えてから、アプリに表示される番号を入力してください。",
    paused: (until: string) =>
      `入力の誤りが続いたため、${until}まで認証確認を停止しています。時間を過ぎてから、もう一度入力してください。`,
    ended:
      "有効期限が切れたか、新しいトークンが発行されたため、このトークンは使えません。画面に表示されている案内に沿ってお進みください。",
    keyUnreadable:
      "トークンの情報を読み取れませんでした。お手数ですが、下の電話番号へご連絡ください。お金や口座に影響はありません。",
    provedTooLongAgo:
      "認証確認から1分以上たったため、もう一度確認します。いまアプリに表示されている番号を入力してください。",
    other: "ワンタイムパスワードを確認できませんでした。もう一度入力してください。",
  },
  en: {
    label: "One-time password",
    support: (digits: string) => `The ${digits} digits the app is showing`,
    empty: "Enter the one-time password",
    format: "Enter {digits} digits (you entered {count})",
    formatOther: "Enter {digits} digits. Use digits only",
    mismatch: (tries: string) =>
      `This one-time password is wrong. Enter the number the app is showing now. You have ${tries} tries left before it is stopped.`,
    mismatchLast:
      "This one-time password is wrong. Enter the number the app is showing now. One more wrong entry stops it.",
    used: (seconds: string) =>
      `This number has already been used. If the app shows another number now, enter that one. If it still shows the same number, wait until it changes (${seconds} seconds at most).`,
    drift:
      "Your phone’s clock may be off. Set its date and time to automatic, then enter the number the app is showing now.",
    notActivated: "The app has not been set up yet. Finish the set-up, then enter the number the app shows.",
    paused: (until: string) =>
      `Because of repeated wrong entries, confirmation is paused until ${until}. Please enter the code again after that.`,
    ended:
      "This token has expired or was replaced by a newer token, so it cannot be used. Please follow the guidance on this page.",
    keyUnreadable:
      "The token could not be read. Please call the number below. Your money and your account are not affected.",
    provedTooLongAgo:
      "More than a minute has passed since your code was confirmed. Enter the number the app is showing now.",
    other: "The one-time password could not be checked. Please enter it again.",
  },
});
