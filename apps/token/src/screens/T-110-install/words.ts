import { defineWords } from "../../language/words.ts";

export const words = defineWords({
  ja: {
    title: "ホーム画面に追加",
    lead: "はじめに、このアプリをスマートフォンのホーム画面に追加してください。",
    whyTitle: "追加していただく理由",
    why: "ブラウザのままだと、閲覧データの消去などでトークンが消え、再発行が必要になることがあるためです。追加すると、トークンが消えにくくなり、アイコンからすぐに開けます。",
    ios1: "画面の下（または上）にある共有ボタンを押します。",
    ios2: "一覧から「ホーム画面に追加」を選びます。",
    ios3: "「Webアプリとして開く」がオンになっていることを確かめ、「追加」を押します。",
    after: "追加できたら、ホーム画面のアイコンから開いて、設定を続けてください。",
    inOtherApp: "LINEなど、ほかのアプリの中で開いているときは、先にSafariやChromeで開き直してください。",
    android: "「インストール」を押すと、ホーム画面にアイコンができます。",
    install: "インストール",
    menu1: "ブラウザのメニュー（⋮ など）を開きます。",
    menu2: "「アプリをインストール」または「ホーム画面に追加」を選びます。",
    menu3: "画面の案内にしたがって追加します。",
    installed: "追加できました。ホーム画面のアイコンから開いて、設定を続けてください。",
    here: "このまま設定する",
    hereWarning:
      "ホーム画面に追加せず、このブラウザで設定します。電波のない場所でも表示できますが、ブラウザのデータを消すと、トークンも消えます。そのときは再発行が必要です。",
    hereWarningIphone:
      "iPhoneやiPadでは、しばらくこの画面を開かないだけで、データが消えることがあります。できるだけホーム画面に追加してください。",
    idsKept:
      "サービスIDとユーザIDは、アイコンから開いたあとにもう一度入力（またはQRコードの読み取り）が必要なことがあります。",
  },
  en: {
    title: "Add to home screen",
    lead: "First, please add this app to the home screen of your phone.",
    whyTitle: "Why?",
    why: "In a browser tab the token can disappear, for example when browsing data is cleared; you would then need a new one. Once added, it is safer, and the app opens from its icon.",
    ios1: "Press the share button at the bottom (or top) of the screen.",
    ios2: "Choose “Add to Home Screen” from the list.",
    ios3: "Make sure “Open as Web App” is on, then press “Add”.",
    after: "Then open the app from its icon on the home screen and go on with the set-up.",
    inOtherApp: "If this page is open inside another app such as LINE, first open it in Safari or Chrome.",
    android: "Press “Install” to put an icon on your home screen.",
    install: "Install",
    menu1: "Open the menu of your browser (⋮ or similar).",
    menu2: "Choose “Install app” or “Add to Home screen”.",
    menu3: "Follow the instructions on the screen.",
    installed: "Added. Open the app from its icon on the home screen and go on with the set-up.",
    here: "Set up here",
    hereWarning:
      "Set up in this browser tab, without adding the app. It works without a connection, too, but if you clear the browser’s data, the token disappears. You would then need a new one.",
    hereWarningIphone:
      "On an iPhone or iPad the data can disappear merely because this page was not opened for a while. Add the app to the home screen if you can.",
    idsKept: "After opening the app from its icon you may have to enter (or scan) the service ID and user ID again.",
  },
});
