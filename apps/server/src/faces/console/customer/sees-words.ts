import { defineMessages } from "@warifu/pages";

/** お客様の画面: what the customer sees at log-in now, and what to say about it. One entry for every situation. */
export const seesWords = defineMessages({
  ja: {
    nothing: {
      sees: "ワンタイムパスワードの画面は表示されません。そのまま取引画面に進みます。",
      say: "ワンタイムパスワードのお申し込みを窓口で承ります。登録後、次にログインされると「トークン発行」の画面が表示されます。",
    },
    issue: {
      sees: "G-110「ワンタイムパスワードトークン発行」が表示されます。",
      say: "お手元にスマートフォンをご用意ください。画面に携帯電話メールアドレスと、お客様が決める4〜8桁の利用開始パスワードを入力し、「トークン発行」を押してください。",
    },
    again: {
      sees: "G-110「ワンタイムパスワードトークン発行」が表示されます（前回の発行は期限切れです）。",
      say: "前回の発行は有効期限が過ぎました。お手数ですが、もう一度「トークン発行」をお願いします。利用開始パスワードも新しく決めてください。",
    },
    issued: {
      sees: "G-110が表示されます。「トークン発行の省略」を押すとG-120「認証確認」に進み、サービスIDとユーザIDが表示されます。",
      say: "「トークン発行の省略」を押してください。表示されるサービスIDとユーザID、ご自身で決めた利用開始パスワードを、スマートフォンのアプリに入力してください。",
    },
    activated: {
      sees: "G-110が表示されます。「トークン発行の省略」を押すとG-120「認証確認」に進みます。",
      say: "アプリの設定は終わっています。「トークン発行の省略」を押し、アプリに表示されている8桁の数字を入力して「認証確認」を押してください。",
    },
    otp: {
      sees: "G-210「ワンタイムパスワード入力」が表示されます。",
      say: "アプリに表示されている数字を入力してください。60秒ごとに変わります。私どもから番号をお聞きすることはありません。",
    },
    paused: {
      sees: "「一時的に利用を停止しています」と、再開の時刻が表示されます。",
      say: "番号違いが続いたため、安全のために一時的に停止しています。お金は守られています。時間をおいて、アプリに表示されている番号を入力してください。",
    },
    locked: {
      sees: "「利用を停止しています」と、窓口の電話番号が表示されます。",
      say: "番号違いが続いたため停止しています。ご本人を確認のうえ、こちらで解除いたします。",
    },
    suspended: {
      sees: "「一時停止中です」と、窓口の電話番号が表示されます。",
      say: "お申し出により停止しています。ご本人を確認のうえ、再開または失効の手続きをいたします。",
    },
    revoked: {
      sees: "「トークンは失効しました」と、窓口の電話番号が表示されます。",
      say: "このトークンは失効しました。新しくお使いになるには、もう一度利用申込が必要です。いま承ります。",
    },
  },
  en: {
    nothing: {
      sees: "No one-time password screen; banking opens directly.",
      say: "You can apply for one-time passwords here. Once registered, the screen “Issue token” appears after your next log-in.",
    },
    issue: {
      sees: "G-110 “Issue a one-time password token”.",
      say: "Please have your smartphone ready. Enter its mail address and an activation password of 4–8 digits that you choose, then press “Issue token”.",
    },
    again: {
      sees: "G-110 “Issue a one-time password token” (the last issuance has expired).",
      say: "The last issuance has expired. Please press “Issue token” again and choose a new activation password.",
    },
    issued: {
      sees: "G-110. “Skip issue” leads to G-120 “Confirm”, which shows service ID and user ID.",
      say: "Press “Skip issue”. Enter the service ID and user ID shown there, and the activation password you chose, into the app on your phone.",
    },
    activated: {
      sees: "G-110. “Skip issue” leads to G-120 “Confirm”.",
      say: "The app is set up. Press “Skip issue”, enter the eight digits your app shows and press “Confirm”.",
    },
    otp: {
      sees: "G-210 “Enter one-time password”.",
      say: "Enter the digits your app shows. They change every 60 seconds. We will never ask you for them.",
    },
    paused: {
      sees: "A notice that use is paused, with the time when it goes on.",
      say: "After several wrong entries it is paused for your safety. Your money is safe. Please wait, then enter the digits your app shows.",
    },
    locked: {
      sees: "A notice that use is stopped, with the branch's phone number.",
      say: "It is stopped after repeated wrong entries. Once we have checked your identity we will unlock it.",
    },
    suspended: {
      sees: "A notice that use is suspended, with the branch's phone number.",
      say: "It was stopped on request. Once we have checked your identity we will resume or revoke it.",
    },
    revoked: {
      sees: "A notice that the token is revoked, with the branch's phone number.",
      say: "This token has been revoked. To go on you need a new application; we can take it now.",
    },
  },
});
