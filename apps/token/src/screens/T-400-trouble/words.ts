import { defineWords } from "../../language/words.ts";

export const words = defineWords({
  ja: {
    storageBlockedTitle: "この開き方では設定できません",
    storageBlocked:
      "この開き方ではトークンを保存できません（プライベートブラウズ、ロックダウンモード、空き容量の不足など）。",
    storageBlockedWay: "ホーム画面のアイコンから開くか、ふつうのブラウザの画面で開き直してください。",
    tokenMissingTitle: "トークンが見つかりません",
    tokenMissing:
      "このスマートフォンのトークンが見つかりません。ブラウザのデータを消去した場合や、機種を変えた場合などに起こります。",
    safe: "お金や口座に影響はありません。",
    reissueTitle: "もう一度使えるようにするには",
    reissue1:
      "インターネットバンキングにログインし、「ワンタイムパスワードを表示できない方」から再発行の手続きをします。手続きができないときは、金融機関の窓口へお問い合わせください。",
    reissue2: "表示されたサービスID、ユーザIDと、ご自分で決めた利用開始パスワードを、次の画面で入力します。",
    lost: "スマートフォンを紛失したときや盗まれたときは、すぐに金融機関へご連絡ください。",
    unreadableTitle: "トークンを読み取れません",
    unreadable:
      "保存されているトークンを読み取れません。アプリをいったん閉じて、開き直してください。それでも同じ場合は再発行してください。",
    openAgain: "開き直す",
    refusedTitle: "設定できませんでした",
    refusedLead: "次のどれかにあたるため、このトークンは設定できません。",
    causeEntriesTitle: "入力の誤りが続いた、またはユーザIDが違う",
    causeEntries: "ワンタイムパスワード認証確認の画面のユーザIDと見比べてください。",
    causeExpiredTitle: "発行から時間が過ぎた",
    causeExpired: "設定には有効期限があります。インターネットバンキングでもう一度「トークン発行」をしてください。",
    causeReplacedTitle: "新しく発行し直された",
    causeReplaced: "いちばん新しく発行されたユーザIDで設定してください。",
    causeOtherPhoneTitle: "別のスマートフォンで設定済み",
    causeOtherPhone: "心当たりがない場合は、すぐに下の電話番号へご連絡ください。",
    interruptedTitle: "設定が途中で終わりました",
    interrupted:
      "前回の初期設定は、通信が途切れるなどして最後まで終わりませんでした。お手数ですが、もう一度設定してください。",
    interruptedSame:
      "同じサービスID、ユーザID、利用開始パスワードで設定できます。できないときは、トークンを発行し直してください。",
    again: "入力に戻る",
    setUp: "設定する",
    phoneTitle: "お困りのときは",
    hours: (hours: string) => `受付時間：${hours}`,
    branch: "お取引の金融機関へお問い合わせください。",
  },
  en: {
    storageBlockedTitle: "Set-up is not possible this way",
    storageBlocked: "The token cannot be stored here (private browsing, Lockdown Mode, no free space or similar).",
    storageBlockedWay: "Open the app from its icon on the home screen, or in an ordinary browser window.",
    tokenMissingTitle: "The token was not found",
    tokenMissing:
      "There is no token on this phone. This happens, for example, when browser data was cleared or when you changed phones.",
    safe: "Your money and your account are not affected.",
    reissueTitle: "To use it again",
    reissue1:
      "Log in to internet banking and follow “Can't get a one-time password?” to have a new token issued. If that is not possible, ask your branch.",
    reissue2:
      "On the next screen, enter the service ID and the user ID shown there and the activation password that you chose.",
    lost: "If your phone was lost or stolen, call your financial institution at once.",
    unreadableTitle: "The token cannot be read",
    unreadable:
      "The token kept on this phone cannot be read. Close the app and open it again. If that does not help, have a new token issued.",
    openAgain: "Open again",
    refusedTitle: "The set-up was not possible",
    refusedLead: "This token cannot be set up, for one of these reasons:",
    causeEntriesTitle: "Too many wrong entries, or a wrong user ID",
    causeEntries: "Compare the user ID with the one on the screen “Confirm one-time password”.",
    causeExpiredTitle: "Issued too long ago",
    causeExpired: "A token must be set up within a certain time. Issue the token again in internet banking.",
    causeReplacedTitle: "Issued again since",
    causeReplaced: "Use the user ID that was issued last.",
    causeOtherPhoneTitle: "Already set up on another phone",
    causeOtherPhone: "If that was not you, call the number below at once.",
    interruptedTitle: "The set-up was not finished",
    interrupted:
      "The last initial set-up broke off before its end, for example because the connection was lost. Please set up once more.",
    interruptedSame:
      "The same service ID, user ID and activation password can be used. If they are not accepted, issue the token again.",
    again: "Back to the entries",
    setUp: "Set up",
    phoneTitle: "If you need help",
    hours: (hours: string) => `Hours: ${hours}`,
    branch: "Please ask your financial institution.",
  },
});
