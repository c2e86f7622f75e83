import { defineMessages } from "@warifu/pages";
import { gateButtons, gateTitles } from "../../../../gate-titles.ts";

/** G-110 ワンタイムパスワードトークン発行 (手順1). */
export const issueWords = defineMessages({
  ja: {
    title: gateTitles.ja.issue,
    why: "セキュリティ向上のため、ワンタイムパスワードによる認証が追加されました。ご利用の準備として、携帯電話（スマートフォン）にトークンを発行します。",
    phoneReady: "ワンタイムパスワードを表示するスマートフォンをお手元にご用意ください。お手続きは3分ほどで終わります。",
    instruction: "「携帯電話メールアドレス」と「利用開始パスワード」を入力し、「トークン発行」を押してください。",

    mailFilterTitle: "迷惑メール対策をしている方へ",
    mailFilter: "発行の前に、次のドメインからのメールを受信できるように設定してください。",
    mailFilterUrl: "URLを含むメールを拒否している方は、URLを含むメールも受信できるように設定してください。",
    copyDomain: "受信を許可するドメインをコピー",

    mailTitle: "携帯電話メールアドレス",
    mailSupport:
      "ワンタイムパスワードを表示するスマートフォンで受信できるメールアドレス。半角英数字記号4〜64文字（全角でも入力できます）",
    mobileEmail: "携帯電話メールアドレス（入力）",
    mobileEmailAgain: "携帯電話メールアドレス（再入力）",

    passwordTitle: "利用開始パスワード",
    passwordWhy:
      "「利用開始パスワード」は、スマートフォンでアプリの初期設定をするときに必要です。お客様が決めて、初期設定が終わるまで覚えておいてください。",
    passwordOnce:
      "一度だけ使う番号です。ログインパスワードや暗証番号とは別の番号にしてください。この番号が外に送られることはありません。",
    passwordSupport: "半角数字4〜8桁（全角でも入力できます）",
    activationPassword: "利用開始パスワード（入力）",
    activationPasswordAgain: "利用開始パスワード（再入力）",
    madeUp: "お客様の利用開始パスワード",
    madeUpNote: "初期設定で使います。この番号を書き留めてください。",
    makeUp: "おまかせで8桁を作る",

    issue: gateButtons.ja.issue,
    issuing: "発行しています…",
    skipFor: "すでに発行がお済みの方",
    skipNote: "トークンの発行が済んでいる方は、発行を省略して認証確認に進めます。メールは送られません。",
    skip: gateButtons.ja.skip,
    laterFor: "いまお手続きができない方",
    laterNote: (until: string) => `${until}までは、あとで設定することもできます。`,
    later: gateButtons.ja.later,

    issuancesLeft: (left: string) => `トークンは、24時間以内にあと${left}回発行できます。`,
    usedUpTitle: "前回発行したトークンは使えなくなりました",
    usedUp:
      "アプリの初期設定で、利用開始パスワードの誤りが上限に達しました。お手数ですが、もう一度トークンを発行してください。利用開始パスワードも新しく決めてください。",

    needsScript: "この画面ではJavaScriptが必要です",
    needsScriptWhy:
      "利用開始パスワードを外に送らずに登録するため、この画面だけはJavaScriptを使います。ブラウザの設定でJavaScriptを有効にして、画面を更新してください。設定できないときは、下の電話番号へご連絡ください。",

    emailEmpty: "携帯電話メールアドレスを入力してください",
    emailShort: "メールアドレスは4文字以上で入力してください",
    emailLong: "メールアドレスは64文字以内で入力してください",
    emailGrammar: "メールアドレスの形式が正しくありません。「@」を1つ含む半角英数字記号で入力してください",
    emailIncomplete:
      "メールアドレスが途中で終わっているようです。「@」のあとを、「.jp」や「.com」などまで最後まで入力してください",
    emailIncompleteKnown:
      "メールアドレスが途中で終わっているようです。「{suggestion}」ではありませんか。最後まで入力してください",
    emailAgainEmpty: "確認のため、もう一度メールアドレスを入力してください",
    emailDiffers: "2つのメールアドレスが一致していません",
    emailTypo: "「{domain}」は「{suggestion}」の間違いではありませんか。正しければ、そのままお進みください。",
    passwordEmpty: "利用開始パスワードを入力してください",
    passwordGrammar: "利用開始パスワードは4〜8桁の数字で入力してください（いま{count}文字です）",
    passwordGuessable: "推測されやすい番号は使えません。0000や1234のような並びは避けてください",
    passwordAgainEmpty: "確認のため、もう一度利用開始パスワードを入力してください",
    passwordDiffers: "2つの利用開始パスワードが一致していません",

    registrationMissing:
      "画面の準備が終わる前にボタンが押されたか、ブラウザのJavaScriptが無効になっています。利用開始パスワードをもう一度入力し、「トークン発行」を押してください",
    registrationUsed:
      "一定時間が過ぎたため、利用開始パスワードを登録できませんでした。利用開始パスワードをもう一度入力してください",
    network:
      "通信できませんでした。電波やネットワークをご確認のうえ、もう一度「トークン発行」を押してください。入力内容は残っています",
    sessionEnded:
      "一定時間が過ぎたため、手続きを続けられません。インターネットバンキングにもう一度ログインしてください",
    tooMany: "操作が続いたため、しばらく受け付けられません。1分ほど待ってから、もう一度お試しください",
    notPossible:
      "トークンを発行できませんでした。画面を更新して、もう一度お試しください。続くときは、下の電話番号へご連絡ください",
    skipNotPossible:
      "省略できませんでした。画面を更新して、もう一度お試しください。続くときは、下の電話番号へご連絡ください",
    nothingIssued: `まだトークンが発行されていないため、省略できません。必要な項目を入力し、「${gateButtons.ja.issue}」を押してください`,
  },
  en: {
    title: gateTitles.en.issue,
    why: "For better security, authentication by one-time password has been added. As preparation, a token is issued to your mobile phone.",
    phoneReady:
      "Please have the smartphone at hand that will show your one-time passwords. It takes about three minutes.",
    instruction: "Enter your mobile e-mail address and an activation password, then press “Issue token”.",

    mailFilterTitle: "If you filter unwanted e-mail",
    mailFilter: "Before you go on, please allow e-mail from this domain.",
    mailFilterUrl: "If you block e-mail that contains links, please allow e-mail with links as well.",
    copyDomain: "Copy the domain to allow",

    mailTitle: "Mobile e-mail address",
    mailSupport:
      "An address you can read on the smartphone that will show the one-time passwords. 4 to 64 letters, digits and symbols",
    mobileEmail: "Mobile e-mail address",
    mobileEmailAgain: "Mobile e-mail address (again)",

    passwordTitle: "Activation password",
    passwordWhy:
      "You need the activation password when you set up the app on your smartphone. Choose it yourself and remember it until the set-up is done.",
    passwordOnce:
      "It is used only once. Choose a number other than your log-in password or PIN. The number itself is never sent anywhere.",
    passwordSupport: "4 to 8 digits",
    activationPassword: "Activation password",
    activationPasswordAgain: "Activation password (again)",
    madeUp: "Your activation password",
    madeUpNote: "You need it for the set-up of the app. Please write it down.",
    makeUp: "Generate 8 digits",

    issue: gateButtons.en.issue,
    issuing: "Issuing…",
    skipFor: "If your token has already been issued",
    skipNote: "You can skip this step and go on to the confirmation. No e-mail will be sent.",
    skip: gateButtons.en.skip,
    laterFor: "If you cannot do this now",
    laterNote: (until: string) => `Until ${until} you can also set it up later.`,
    later: gateButtons.en.later,

    issuancesLeft: (left: string) => `Tokens you can still issue within 24 hours: ${left}.`,
    usedUpTitle: "Your last token can no longer be set up",
    usedUp:
      "The activation password was entered wrongly too often in the app. Please issue a new token, and choose a new activation password.",

    needsScript: "This page needs JavaScript",
    needsScriptWhy:
      "So that your activation password is registered without ever being sent, this one page uses JavaScript. Please turn JavaScript on in your browser and reload the page. If you cannot, please call the number below.",

    emailEmpty: "Enter your mobile e-mail address",
    emailShort: "The e-mail address needs at least 4 characters",
    emailLong: "The e-mail address may have at most 64 characters",
    emailGrammar: "This is not a valid e-mail address. Use letters, digits and symbols with exactly one “@”",
    emailIncomplete:
      "The e-mail address seems to be cut off. After “@” it has to go on up to “.jp”, “.com” or the like",
    emailIncompleteKnown:
      "The e-mail address seems to be cut off. Did you mean “{suggestion}”? Please enter it to its end",
    emailAgainEmpty: "Enter the e-mail address once more to confirm it",
    emailDiffers: "The two e-mail addresses are not the same",
    emailTypo: "Did you mean “{suggestion}” instead of “{domain}”? If the address is right, just go on.",
    passwordEmpty: "Enter an activation password",
    passwordGrammar: "The activation password must be 4 to 8 digits (you entered {count} characters)",
    passwordGuessable: "This number is too easy to guess. Avoid numbers such as 0000 or 1234",
    passwordAgainEmpty: "Enter the activation password once more to confirm it",
    passwordDiffers: "The two activation passwords are not the same",

    registrationMissing:
      "The button was pressed before the page was ready, or JavaScript is off. Enter the activation password again and press “Issue token”",
    registrationUsed:
      "The activation password could not be registered because too much time has passed. Please enter it again",
    network: "There is no connection. Check your network and press “Issue token” again. Your entries are kept",
    sessionEnded: "Your session has ended. Please log in to internet banking again",
    tooMany: "Too many attempts in a short time. Please wait about a minute and try again",
    notPossible:
      "The token could not be issued. Reload the page and try again. If this goes on, please call the number below",
    skipNotPossible:
      "This step could not be skipped. Reload the page and try again. If this goes on, please call the number below",
    nothingIssued: `No token has been issued yet, so this step cannot be skipped. Fill in the form and press “${gateButtons.en.issue}”`,
  },
});

export type IssueWords = typeof issueWords.ja;

/** What browser/issue.ts may have to say. */
export const scriptWordNames = [
  "issuing",
  "emailEmpty",
  "emailShort",
  "emailLong",
  "emailGrammar",
  "emailAgainEmpty",
  "emailDiffers",
  "emailTypo",
  "emailIncomplete",
  "emailIncompleteKnown",
  "passwordEmpty",
  "passwordGrammar",
  "passwordGuessable",
  "passwordAgainEmpty",
  "passwordDiffers",
  "network",
  "sessionEnded",
  "tooMany",
] as const;
