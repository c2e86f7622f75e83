import { defineMessages } from "@warifu/pages";
import { gateButtons, gateTitles } from "../../../../gate-titles.ts";

/** G-120 ワンタイムパスワード認証確認 (手順2 and 手順5). */
export const confirmWords = defineMessages({
  ja: {
    title: gateTitles.ja.confirm,
    sent: "トークン発行サイトのURLを、下の「送信先メールアドレス」にメールでお送りしました。メールをご確認のうえ、スマートフォンで初期設定をしてください。",
    sentNoLink:
      "下の「送信先メールアドレス」に、トークン発行のお知らせをメールでお送りしました。スマートフォンでこの画面のQRコードを読み取り、初期設定をしてください。",
    notSent: "トークンは発行済みです。スマートフォンでアプリの初期設定をしてください。",
    setUp: "初期設定では、この画面の「サービスID」「ユーザID」と、お客様が決めた「利用開始パスワード」を入力します。",
    thenConfirm:
      "初期設定が終わったら、アプリに表示されるワンタイムパスワードをこの画面に入力し、「認証確認」を押してください。",

    sentTo: "送信先メールアドレス",
    delivery: "メールの状態",
    deliverySent: "送信済み",
    deliveryQueued: "送信中",
    deliveryFailed: "送れませんでした",
    deliveryNone: "まだ送っていません",
    failedOther: "メールアドレスをご確認ください。",
    failedRefused: "宛先のメールサーバーに受け取りを断られました。メールアドレスをご確認ください。",
    failedUnreachable: "宛先のメールサーバーにつながりませんでした。しばらくしてからもう一度お送りします。",
    failedBusy: "宛先のメールサーバーが混み合っています。しばらくしてからもう一度お送りします。",
    failedGaveUp: "何度か試しましたが、お届けできませんでした。メールアドレスをご確認ください。",

    tokenInformation: "トークン情報",
    serviceId: "サービスID",
    userId: "ユーザID",
    copyServiceId: "サービスIDをコピー",
    copyUserId: "ユーザIDをコピー",
    qrTitle: "QRコードで設定する",
    qrHow:
      "スマートフォンのカメラで読み取ると、サービスIDとユーザIDが入力された状態でアプリが開きます。QRコードにパスワードは含まれていません。",
    qrAlt: "トークンアプリを開くQRコード",
    onThisPhone: "このスマートフォンで設定する",
    onThisPhoneNote: "この画面をスマートフォンでご覧の方は、こちらから設定できます。新しいタブで開きます。",
    expires: "有効期限",
    expiresAt: (until: string) => `${until}まで`,
    expiresNote: "期限を過ぎたときは、トークンを発行し直してください。",

    progressTitle: "いまの状況",
    progressWaiting: "アプリの設定を待っています。設定が終わると、この画面に自動で表示されます。",
    progressActivatedTitle: "アプリの設定が終わりました",
    progressActivated: "アプリに表示されているワンタイムパスワードを、この画面に入力してください。",
    toOtp: "ワンタイムパスワードの入力へ",
    progressEnded: "このトークンは発行し直されたか、期限が切れました。画面を更新してください。",
    refresh: "画面を更新",

    notArrivedTitle: "メールが届かない場合",
    notArrivedJunk: "迷惑メールフォルダーに入っていないかご確認ください。",
    notArrivedDomain: (domain: string) =>
      `「@${domain}」からのメールと、URLを含むメールを受信できるように設定してください。`,
    notArrivedWrong: "メールアドレスが誤っているときは、「戻る」を押してトークンを発行し直してください。",
    notArrivedNone: "メールが届かなくても、この画面の情報だけで設定できます。",
    resend: "メールを再送信",
    resendNote: (seconds: string, times: string) => `${seconds}秒おきに、${times}回まで再送信できます。`,
    resent: (left: string) => `メールをもう一度お送りしました（再送信はあと${left}回）。`,
    resendTooSoon: (at: string) => `前のメールを送ったばかりです。${at}以降にもう一度お試しください。`,
    resendTooMany:
      "再送信の回数の上限に達しました。メールアドレスをご確認のうえ、「戻る」からトークンを発行し直してください。",
    correctAddress: "アドレスを直す",

    otpTitle: "認証確認",
    otpTiming: (seconds: string) =>
      `${seconds}秒ごとに変わります。入力している間に切り替わった場合、直前の番号も少しの間お使いいただけます。`,
    otpTimingStrict: (seconds: string) => `${seconds}秒ごとに変わります。いま表示されている番号を入力してください。`,
    back: gateButtons.ja.back,
    backNote: "トークンの発行からやり直します。もう一度発行すると、いまのユーザIDは使えなくなります。",
    confirm: gateButtons.ja.confirm,
  },
  en: {
    title: gateTitles.en.confirm,
    sent: "The address of the token site has been sent to the mobile e-mail address below. Please check your mail and do the set-up on your smartphone.",
    sentNoLink:
      "A notice about your token has been sent to the mobile e-mail address below. Please scan the QR code on this page with your smartphone and do the set-up.",
    notSent: "Your token has been issued. Please set up the app on your smartphone.",
    setUp: "The set-up asks for the service ID and user ID shown here and for the activation password you chose.",
    thenConfirm:
      "When the set-up is done, enter the one-time password shown by the app on this page and press “Confirm”.",

    sentTo: "Mail sent to",
    delivery: "Mail status",
    deliverySent: "Sent",
    deliveryQueued: "Sending",
    deliveryFailed: "Could not be sent",
    deliveryNone: "Not sent yet",
    failedOther: "Please check the address.",
    failedRefused: "The recipient’s mail server refused it. Please check the address.",
    failedUnreachable: "The recipient’s mail server could not be reached. We will try again shortly.",
    failedBusy: "The recipient’s mail server is busy. We will try again shortly.",
    failedGaveUp: "We tried several times without success. Please check the address.",

    tokenInformation: "Token information",
    serviceId: "Service ID",
    userId: "User ID",
    copyServiceId: "Copy service ID",
    copyUserId: "Copy user ID",
    qrTitle: "Set up with the QR code",
    qrHow:
      "Scan it with your smartphone’s camera: the app opens with the service ID and user ID filled in. The QR code contains no password.",
    qrAlt: "QR code that opens the token app",
    onThisPhone: "Set up on this smartphone",
    onThisPhoneNote:
      "If you are reading this on your smartphone, you can do the set-up from here. It opens in a new tab.",
    expires: "Valid until",
    expiresAt: (until: string) => until,
    expiresNote: "After that, please issue the token again.",

    progressTitle: "Where you are",
    progressWaiting: "Waiting for the app to be set up. This page shows it by itself when it is done.",
    progressActivatedTitle: "The app has been set up",
    progressActivated: "Enter the one-time password that the app shows on this page.",
    toOtp: "Go to the one-time password field",
    progressEnded: "This token was issued again or has expired. Please reload the page.",
    refresh: "Reload the page",

    notArrivedTitle: "Mail not received?",
    notArrivedJunk: "Look in your junk mail folder.",
    notArrivedDomain: (domain: string) => `Allow mail from “@${domain}” and mail that contains links.`,
    notArrivedWrong: "If the address is wrong, press “Back” and issue the token again.",
    notArrivedNone: "You can do the set-up with what is on this page, even without the mail.",
    resend: "Send the mail again",
    resendNote: (seconds: string, times: string) => `Possible every ${seconds} seconds, up to ${times} times.`,
    resent: (left: string) => `The mail is on its way again (${left} more possible).`,
    resendTooSoon: (at: string) => `The last mail has only just been sent. Please try again after ${at}.`,
    resendTooMany: "The mail cannot be sent any more often. Check the address and issue the token again with “Back”.",
    correctAddress: "Correct the address",

    otpTitle: "Confirm",
    otpTiming: (seconds: string) =>
      `It changes every ${seconds} seconds. If it changes while you are typing, the previous one still works for a short while.`,
    otpTimingStrict: (seconds: string) => `It changes every ${seconds} seconds. Enter the one shown now.`,
    back: gateButtons.en.back,
    backNote: "Goes back to issuing the token. Once you issue again, the present user ID stops working.",
    confirm: gateButtons.en.confirm,
  },
});

export type ConfirmWords = typeof confirmWords.ja;
