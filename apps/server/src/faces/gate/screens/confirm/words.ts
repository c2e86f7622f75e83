import { defineMessages } from "@warifu/pages";
import { gateButtons, gateTitles } from "../../../../gate-titles.ts";

const thisPhone = { ja: "このスマートフォンで設定する", en: "Set up on this smartphone" } as const;

/** G-120 ワンタイムパスワード認証確認 (手順2 and 手順5). */
export const confirmWords = defineMessages({
  ja: {
    title: gateTitles.ja.confirm,
    sent: "トークン発行サイトのURLを、下の「送信先メールアドレス」にメールでお送りしました。メールをご確認のうえ、スマートフォンで初期設定をしてください。",
    sentNoLink:
      "下の「送信先メールアドレス」に、トークン発行のお知らせをメールでお送りしました。スマートフォンでこの画面のQRコードを読み取り、初期設定をしてください。",
    notSent: "トークンは発行済みです。スマートフォンでアプリの初期設定をしてください。",
    setUp: "初期設定では、この画面の「サービスID」「ユーザID」と、お客様が決めた「利用開始パスワード」を入力します。",
    thenConfirm: `初期設定が終わったら、アプリに表示されるワンタイムパスワードをこの画面に入力し、「${gateButtons.ja.confirm}」を押してください。`,

    step: "手順",
    sentTo: "送信先メールアドレス",
    delivery: "メールの状態",
    deliverySent: "送信済み",
    deliveryQueued: "送信中",
    deliveryFailed: "送信できませんでした",
    deliveryNone: "まだ送っていません",
    failedOther: `「${gateButtons.ja.back}」からアドレスを訂正するか、QRコードで設定をお進めください。`,
    failedRefused: `宛先のメールサーバーで受信を拒否されました。「${gateButtons.ja.back}」からアドレスを訂正するか、QRコードで設定をお進めください。`,
    failedUnreachable: "宛先のメールサーバーにつながりませんでした。しばらくしてからもう一度お送りします。",
    failedBusy: "宛先のメールサーバーが混み合っています。しばらくしてからもう一度お送りします。",
    failedGaveUp: `何度か試しましたが、お届けできませんでした。「${gateButtons.ja.back}」からアドレスを訂正するか、QRコードで設定をお進めください。`,

    tokenInformation: "トークン情報",
    serviceId: "サービスID",
    userId: "ユーザID",
    copyServiceId: "サービスIDをコピー",
    copyUserId: "ユーザIDをコピー",
    qrTitle: "QRコードで設定する",
    qrHow:
      "スマートフォンのカメラで読み取ると、サービスIDとユーザIDが入力された状態でアプリが開きます。QRコードにパスワードは含まれていません。",
    qrAlt: "トークンアプリを開くQRコード",
    qrHereTitle: "スマートフォンの実機では開けません",
    qrHere: `お試しの環境のため、このQRコードの行き先（localhost）は、このパソコンの中だけにあります。スマートフォンの大きさのウィンドウでアプリを開くか、「${thisPhone.ja}」を押してください。`,
    onThisPhone: thisPhone.ja,
    onThisPhoneNote: "この画面をスマートフォンでご覧の方は、こちらから設定できます。新しいタブで開きます。",
    expires: "有効期限",
    expiresAt: (until: string) => `${until}まで`,
    expiresNote: "期限を過ぎたときは、トークンを発行し直してください。",

    progressTitle: "現在の状況",
    progressWaiting: "アプリの設定を待っています。設定が終わると、この画面に自動で表示されます。",
    progressActivatedTitle: "アプリの設定が終わりました",
    progressActivated: "アプリに表示されているワンタイムパスワードを、この画面に入力してください。",
    toOtp: "ワンタイムパスワードの入力へ",
    activatedHowTo: "設定の手順とトークン情報",
    replacedTitle: "新しいトークンが発行されました",
    replaced: "この画面のあとに、別の画面で新しいトークンが発行されました。この画面のユーザIDは、もう使えません。",
    toNewToken: "新しいトークンで続ける",
    usedUpTitle: "このトークンは設定できなくなりました",
    usedUp: (tries: string) =>
      `アプリの初期設定で、利用開始パスワードの誤りが${tries}回に達しました。この画面のユーザIDは、もう使えません。お手数ですが、新しいトークンを発行してください。`,
    issueNew: "新しいトークンを発行する",
    issuancesLeft: (left: string) => `トークンは、24時間以内にあと${left}回発行できます。`,
    inUseTitle: "別の画面で認証確認が完了しました",
    inUse: "ワンタイムパスワードをお使いいただけるようになりました。",
    goOn: "続ける",
    progressOver: "この画面の内容は古くなりました。画面を更新してください。",
    refresh: "画面を更新",

    notArrivedTitle: "メールが届かない場合",
    notArrivedJunk: "迷惑メールフォルダーに入っていないかご確認ください。",
    notArrivedDomain: (domain: string) =>
      `「@${domain}」からのメールと、URLを含むメールを受信できるように設定してください。`,
    notArrivedWrong: `メールアドレスが誤っているときは、「${gateButtons.ja.back}」を押してトークンを発行し直してください。`,
    notArrivedNone: "メールが届かなくても、この画面の情報だけで設定できます。",
    resend: "メールを再送信",
    resendNote: (seconds: string, times: string) => `前の送信から${seconds}秒たつと再送信できます（最大${times}回）。`,
    resent: (left: string) => `メールをもう一度お送りしました（再送信はあと${left}回）。`,
    resendTooSoon: (at: string) => `前のメールを送ったばかりです。${at}以降にもう一度お試しください。`,
    resendTooMany: `再送信の回数の上限に達しました。メールアドレスをご確認のうえ、「${gateButtons.ja.back}」からトークンを発行し直してください。`,
    correctAddress: "メールアドレスを訂正する",

    otpTitle: "認証確認",
    otpTiming: (seconds: string) =>
      `${seconds}秒ごとに変わります。入力している間に切り替わった場合、直前の番号も少しの間お使いいただけます。`,
    otpTimingStrict: (seconds: string) => `${seconds}秒ごとに変わります。いま表示されている番号を入力してください。`,
    back: gateButtons.ja.back,
    backNote: "トークンの発行からやり直します。もう一度発行すると、いまのユーザIDは使えなくなります。",
    backNoteNone: (until: string) =>
      `24時間に発行できる回数の上限に達しているため、${until}までは、もう一度発行することはできません。`,
    confirm: gateButtons.ja.confirm,
  },
  en: {
    title: gateTitles.en.confirm,
    sent: "We have e-mailed a link to the token site to the address below. Please open it on your smartphone and set up the app.",
    sentNoLink:
      "We have e-mailed a notice about your token to the address below. Please scan the QR code on this page with your smartphone and set up the app.",
    notSent: "Your token has been issued. Please set up the app on your smartphone.",
    setUp: "The set-up asks for the service ID and user ID shown here and for the activation password you chose.",
    thenConfirm: `When the set-up is done, enter on this page the one-time password that the app shows, and press “${gateButtons.en.confirm}”.`,

    step: "Step ",
    sentTo: "E-mail sent to",
    delivery: "E-mail status",
    deliverySent: "Sent",
    deliveryQueued: "Sending",
    deliveryFailed: "Could not be sent",
    deliveryNone: "Not sent yet",
    failedOther: `Correct the address with “${gateButtons.en.back}”, or go on with the QR code.`,
    failedRefused: `The recipient’s mail server refused it. Correct the address with “${gateButtons.en.back}”, or go on with the QR code.`,
    failedUnreachable: "The recipient’s mail server could not be reached. We will try again shortly.",
    failedBusy: "The recipient’s mail server is busy. We will try again shortly.",
    failedGaveUp: `We tried several times without success. Correct the address with “${gateButtons.en.back}”, or go on with the QR code.`,

    tokenInformation: "Token information",
    serviceId: "Service ID",
    userId: "User ID",
    copyServiceId: "Copy service ID",
    copyUserId: "Copy user ID",
    qrTitle: "Set up with the QR code",
    qrHow:
      "Scan it with your smartphone’s camera: the app opens with the service ID and user ID filled in. The QR code contains no password.",
    qrAlt: "QR code that opens the token app",
    qrHereTitle: "A real phone cannot open this",
    qrHere: `This is a trial on one computer: the QR code leads to localhost, which no other device can reach. Open the app in a window the size of a phone, or press “${thisPhone.en}”.`,
    onThisPhone: thisPhone.en,
    onThisPhoneNote:
      "If you are reading this on your smartphone, you can do the set-up from here. It opens in a new tab.",
    expires: "Valid until",
    expiresAt: (until: string) => until,
    expiresNote: "After that, please issue a new token.",

    progressTitle: "Status",
    progressWaiting: "Waiting for the app to be set up. This page updates by itself.",
    progressActivatedTitle: "The app has been set up",
    progressActivated: "On this page, enter the one-time password that the app shows.",
    toOtp: "Go to the one-time password field",
    activatedHowTo: "How to set up, and token information",
    replacedTitle: "A new token has been issued",
    replaced:
      "After this page was opened, a new token was issued on another page. The user ID of this page can no longer be used.",
    toNewToken: "Go on with the new token",
    usedUpTitle: "This token can no longer be set up",
    usedUp: (tries: string) =>
      `In the app the activation password was entered wrongly ${tries} times. The user ID of this page can no longer be used. Please issue a new token.`,
    issueNew: "Issue a new token",
    issuancesLeft: (left: string) => `Tokens you can still issue within 24 hours: ${left}.`,
    inUseTitle: "Confirmed on another page",
    inUse: "Your one-time passwords are ready to use.",
    goOn: "Continue",
    progressOver: "This page is out of date. Please reload it.",
    refresh: "Reload the page",

    notArrivedTitle: "E-mail not received?",
    notArrivedJunk: "Look in your junk e-mail folder.",
    notArrivedDomain: (domain: string) => `Allow e-mail from “@${domain}” and e-mail that contains links.`,
    notArrivedWrong: `If the address is wrong, press “${gateButtons.en.back}” and issue a new token.`,
    notArrivedNone: "You can do the set-up with what is on this page, even without the e-mail.",
    resend: "Send the e-mail again",
    resendNote: (seconds: string, times: string) =>
      `Possible ${seconds} seconds after the last one, up to ${times} times.`,
    resent: (left: string) => `The e-mail is on its way again (${left} more possible).`,
    resendTooSoon: (at: string) => `The last e-mail has only just been sent. Please try again after ${at}.`,
    resendTooMany: `You have reached the limit for sending this e-mail. Check the address, then press “${gateButtons.en.back}” and issue a new token.`,
    correctAddress: "Correct the address",

    otpTitle: "Confirm",
    otpTiming: (seconds: string) =>
      `It changes every ${seconds} seconds. If it changes while you are typing, the previous one still works for a short while.`,
    otpTimingStrict: (seconds: string) => `It changes every ${seconds} seconds. Enter the one shown now.`,
    back: gateButtons.en.back,
    backNote: "Goes back to issuing a token. Once you issue a new one, this user ID stops working.",
    backNoteNone: (until: string) =>
      `You have reached the limit for issuing tokens within 24 hours: no new one can be issued before ${until}.`,
    confirm: gateButtons.en.confirm,
  },
});

export type ConfirmWords = typeof confirmWords.ja;
