import { defineWords } from "../language/words.ts";

export const words = defineWords({
  ja: {
    title: "ヘルプ",
    close: "閉じる",
    whatTitle: "ワンタイムパスワードとは",
    what: "インターネットバンキングで使う8桁の番号です。60秒ごとに変わり、一度使った番号は使えません。お使いになるときに表示されている番号を入力してください。",
    setUpTitle: "初期設定に必要なもの",
    setUp:
      "インターネットバンキングの「ワンタイムパスワード認証確認」の画面に表示されるサービスIDとユーザID、トークン発行のときにご自分で決めた利用開始パスワードです。",
    wrongTitle: "番号が受け付けられないとき",
    wrong:
      "スマートフォンの「設定」で、日付と時刻を「自動設定」にしてください。海外でも、そのままお使いいただけます。次の番号に切り替わるまで待ってから、もう一度入力してください。",
    changeTitle: "機種変更・紛失のとき",
    change:
      "機種変更のときは、古いスマートフォンを手放す前に、お取引の金融機関の窓口またはお電話で再発行をお申し出ください。スマートフォンを紛失したときや、盗まれたときは、すぐに金融機関へご連絡ください。トークンは他のスマートフォンへコピーできません。",
    askedTitle: "番号を聞かれたら",
    asked:
      "電話・メール・SMSで、ワンタイムパスワードや利用開始パスワードをお聞きすることは、決してありません。聞かれたときは詐欺です。だれにも教えず、すぐに金融機関へご連絡ください。",
    phoneTitle: "お問い合わせ",
  },
  en: {
    title: "Help",
    close: "Close",
    whatTitle: "What a one-time password is",
    what: "An 8-digit number for internet banking. It changes every 60 seconds and can be used only once. Enter the one that is shown when you need it.",
    setUpTitle: "What the initial set-up needs",
    setUp:
      "The service ID and the user ID from the screen “Confirm your one-time password” in internet banking, and the activation password that you chose when you issued the token.",
    wrongTitle: "When the number is not accepted",
    wrong:
      "Turn on automatic date and time in your phone’s settings. The codes work in any time zone. Wait for the next number, then enter it.",
    changeTitle: "New phone, lost phone",
    change:
      "When you change phones, ask your financial institution for a new token, at a branch or by phone, before you give the old phone away. If your phone was lost or stolen, call your financial institution at once. A token cannot be copied to another phone.",
    askedTitle: "If somebody asks you for the number",
    asked:
      "We never ask for a one-time password or an activation password by phone, e-mail or text message. Anyone who does is a fraudster: tell them nothing, and call your financial institution at once.",
    phoneTitle: "Contact",
  },
});
