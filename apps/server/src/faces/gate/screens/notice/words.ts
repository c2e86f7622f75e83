import { defineMessages } from "@warifu/pages";
import { gateButtons, gateTitles } from "../../../../gate-titles.ts";

/** G-4xx: what happened, what to do now, where to turn. */
export const noticeWords = defineMessages({
  ja: {
    badRequestTitle: "この画面は開けません",
    badRequest: "インターネットバンキングから画面を正しく開けませんでした。",
    badRequestDo: "インターネットバンキングにもう一度ログインしてください。",

    notAppliedTitle: gateTitles.ja.notApplied,
    notApplied: "このお手続きにはワンタイムパスワードが必要ですが、まだお申し込みがありません。",
    notAppliedDo:
      "窓口でワンタイムパスワード（ソフトウェアトークン）の利用をお申し込みください。登録が済むと、次のログインのあとにトークン発行の画面が表示されます。",
    notReadyTitle: gateTitles.ja.notReady,
    notReady: "このお手続きにはワンタイムパスワードが必要ですが、トークンの設定がまだ終わっていません。",
    notReadyDo:
      "インターネットバンキングにログインし直すと、トークン発行の画面が表示されます。設定を終えてから、もう一度お手続きください。",

    tooManyTitle: gateTitles.ja.tooManyIssuances,
    tooMany: "24時間に発行できる回数の上限に達したため、いまはトークンを発行できません。",
    tooManyUntil: (until: string) => `${until}以降に、もう一度発行できます。`,
    tooManyGoOn: "発行済みのトークンで、このまま設定を続けられます。",
    tooManyDo: "お急ぎの方は、下の電話番号へご連絡ください。",
    goOnWithToken: gateButtons.ja.goOnWithToken,

    sessionTitle: gateTitles.ja.sessionEnded,
    session:
      "安全のため、しばらく操作がなかった画面は閉じられます。別のブラウザや端末で開いた場合も、続けることはできません。",
    sessionDo:
      "インターネットバンキングの画面に戻り、もう一度ログインしてください。発行済みのトークンや、スマートフォンで終えた設定はそのまま残っています。",

    finishedTitle: gateTitles.ja.visitFinished,
    finished:
      "別のタブやウィンドウで手続きを済ませたあとや、インターネットバンキングに戻ったあとは、前の画面を続けて使うことはできません。",
    finishedDo: "このまま、インターネットバンキングの画面をお使いください。この画面は閉じてかまいません。",

    pausedTitle: gateTitles.ja.paused,
    paused: (until: string) =>
      `入力の誤りが続いたため、${until}まで利用を停止しています。お金や口座に影響はありません。`,
    pausedDo: (until: string) =>
      `${until}を過ぎたら、もう一度お試しください。お急ぎの方や、お心当たりのない方は、下の電話番号または窓口へご連絡ください。`,
    again: "もう一度試す",

    lockedTitle: gateTitles.ja.locked,
    locked: "入力の誤りが重なったため、ワンタイムパスワードの利用を停止しました。お金や口座に影響はありません。",
    lockedDo:
      "下の電話番号または窓口へご連絡ください。ご本人さまの確認ができましたら、ロックを解除します。解除にワンタイムパスワードは必要ありません。",

    suspendedTitle: gateTitles.ja.suspended,
    suspended: (since: string) => `お申し出により、${since}からワンタイムパスワードの利用を停止しています。`,
    suspendedDo:
      "再開するときは、下の電話番号または窓口へご連絡ください。再開後は、見つかったスマートフォンのアプリをそのままお使いいただけます。",

    revokedTitle: gateTitles.ja.revoked,
    revoked: "お使いのトークンは失効したため、ワンタイムパスワードを確認できません。失効したトークンは元に戻せません。",
    revokedDo: "お使いになるには再発行が必要です。下の電話番号または窓口へご連絡ください。",

    expiredTitle: gateTitles.ja.expired,
    expired: "発行してから有効期限までに設定が終わらなかったため、このトークンは使えません。",
    expiredDo: "もう一度トークンを発行してください。ユーザIDは新しくなります。サービスIDは変わりません。",
    issueAgain: gateButtons.ja.issueAgain,

    problemTitle: "処理できませんでした",
    problem: "お手数ですが、少し待ってからもう一度お試しください。",
    problemUnknown: "処理が終わったかどうか確認できませんでした。画面を更新して、いまの状態をご確認ください。",
    problemDo: (id: string) => `続くときは、金融機関へ次の番号をお伝えください：${id}`,
    notFoundTitle: "ページが見つかりません",
    notFound: "お探しのページはありません。インターネットバンキングの画面からお進みください。",
    tooManyRequestsTitle: "しばらく待ってからお試しください",
    tooManyRequests:
      "短い時間に操作が続いたため、いまは受け付けられません。1分ほど待ってから、もう一度お試しください。",
    foreignTitle: "この操作は受け付けられません",
    foreign:
      "この画面以外から送信された操作のため、受け付けませんでした。登録内容は変わっていません。インターネットバンキングの画面からもう一度お進みください。",
  },
  en: {
    badRequestTitle: "This page cannot be opened",
    badRequest: "This page could not be opened correctly from internet banking.",
    badRequestDo: "Please log in to internet banking again.",

    notAppliedTitle: gateTitles.en.notApplied,
    notApplied: "This needs a one-time password, but you have not applied for one yet.",
    notAppliedDo:
      "Please apply for one-time passwords (software token) at your branch. Once registered, the page for issuing your token appears after your next log-in.",
    notReadyTitle: gateTitles.en.notReady,
    notReady: "This needs a one-time password, but your token has not been set up yet.",
    notReadyDo:
      "Log in to internet banking again: the page for issuing your token appears. Finish the set-up, then try again.",

    tooManyTitle: gateTitles.en.tooManyIssuances,
    tooMany: "The number of tokens that can be issued within 24 hours has been reached.",
    tooManyUntil: (until: string) => `You can issue a new token after ${until}.`,
    tooManyGoOn: "You can go on setting up the token that was already issued.",
    tooManyDo: "If it is urgent, please call the number below.",
    goOnWithToken: gateButtons.en.goOnWithToken,

    sessionTitle: gateTitles.en.sessionEnded,
    session:
      "For your safety, pages that have not been used for a while are closed. They also cannot be continued in another browser or on another device.",
    sessionDo:
      "Please return to internet banking and log in again. A token that was issued, and a set-up finished on your phone, are still there.",

    finishedTitle: gateTitles.en.visitFinished,
    finished:
      "Once you have finished in another tab or window, or have gone back to internet banking, an earlier page cannot be used any more.",
    finishedDo: "Please go on in internet banking. You can close this page.",

    pausedTitle: gateTitles.en.paused,
    paused: (until: string) =>
      `Because of repeated wrong entries it is paused until ${until}. Your money and your account are not affected.`,
    pausedDo: (until: string) =>
      `Please try again after ${until}. If it is urgent, or if it was not you, call the number below or visit your branch.`,
    again: "Try again",

    lockedTitle: gateTitles.en.locked,
    locked:
      "Because of many wrong entries your one-time password has been stopped. Your money and your account are not affected.",
    lockedDo:
      "Call the number below or visit your branch. After checking your identity we unlock it. No one-time password is needed for that.",

    suspendedTitle: gateTitles.en.suspended,
    suspended: (since: string) => `It was suspended at your request on ${since}.`,
    suspendedDo:
      "To resume it, call the number below or visit your branch. Once it is resumed, the app on the phone you found works as before.",

    revokedTitle: gateTitles.en.revoked,
    revoked: "Your token has been revoked, so no one-time password can be checked. A revoked token cannot be restored.",
    revokedDo: "You need a new token. Please call the number below or visit your branch.",

    expiredTitle: gateTitles.en.expired,
    expired: "The set-up was not finished in time, so this token cannot be used.",
    expiredDo: "Please issue a new token. You will get a new user ID; the service ID stays the same.",
    issueAgain: gateButtons.en.issueAgain,

    problemTitle: "Something went wrong",
    problem: "Please wait a moment and try again.",
    problemUnknown: "We could not confirm whether this was completed. Please reload the page to see the present state.",
    problemDo: (id: string) => `If this goes on, tell your financial institution this number: ${id}`,
    notFoundTitle: "Page not found",
    notFound: "There is no such page. Please start from internet banking.",
    tooManyRequestsTitle: "Please wait a moment",
    tooManyRequests: "There were too many requests in a short time. Please wait about a minute and try again.",
    foreignTitle: "This cannot be accepted",
    foreign:
      "The request did not come from this page, so nothing was changed. Please start again from internet banking.",
  },
});
