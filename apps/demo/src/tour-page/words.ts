import { defineMessages } from "@warifu/pages";

// What stands in 「」 or “” names a screen, a button or a field: tools/src/quoted-names.test.ts holds it to the screens' own words.

/** The tour page of the demo. */
export const tourWords = defineMessages({
  ja: {
    site: "割符",
    siteKind: "お試しツアー",
    title: "はじめてのワンタイムパスワード",
    lead: "信用組合のお客様になったつもりで、申込から最初の番号の入力まで進みます。3分から10分ほどで終わります。ボタンで画面を開き、書いてあるとおりに進めてください。済んだところには、サービスからの知らせを受けて自動で印が付きます。",
    who: "どなたで進めますか",
    whoApplied: "利用申込が済んでいます",
    whoNew: "窓口での利用申込から始めます",
    states: { done: "完了", current: "現在の手順", ahead: "これから" },
    why: "しくみ",
    steps: {
      apply: {
        name: "準備　利用申込（窓口）",
        do: (customerId: string) =>
          `窓口の画面が開いたら「サインイン」を押し、担当者になります。「利用申込の登録」を選び、契約者ID ${customerId} と、本人確認の方法、理由を入力します。内容を確かめて登録します。`,
        doApplied: "この方の利用申込は、銀行のシステムがAPIで登録してあります。そのまま手順1へお進みください。",
        why: "ワンタイムパスワードを使えるのは、ご本人さまの確認ができ、申込が登録されたお客様だけです。",
      },
      issue: {
        name: "手順1　トークンの発行（パソコン）",
        do: (customerId: string, password: string) =>
          `契約者ID ${customerId}、パスワード ${password} でログインします。画面「ワンタイムパスワードトークン発行」でメールアドレスと利用開始パスワードを入力し、「トークン発行」を押します。`,
        note: "メールアドレスは何でもかまいません。メールはこのパソコンの外には出ません。利用開始パスワードは手順3で使うので、書き留めてください。",
        why: "利用開始パスワードは、どこにも送信されません。ブラウザの中で計算した値だけが届きます。",
      },
      mail: {
        name: "手順2　IDとメールの確認（パソコン）",
        do: "パソコンの画面は「ワンタイムパスワード認証確認」に変わり、サービスIDとユーザIDが表示されます。設定案内のメールがメールボックスに届きます。パソコンの画面は閉じないでください。",
        why: "メールには、ユーザIDも利用開始パスワードも書かれていません。メールだけを盗み見ても、トークンは設定できません。",
      },
      setUp: {
        name: "手順3　アプリの初期設定（スマートフォン）",
        do: "スマートフォンの大きさのウィンドウで、アプリを開きます。「はじめて設定する」「このまま設定する」の順に押します。すでに番号やトークンが表示されるときは、「設定」から「トークンの一覧と管理」「新しいトークンを追加する」の順に押します。サービスID、ユーザID、利用開始パスワードを入力し、「設定する」を押します。",
        note: "スマートフォンの実機でQRコードを読み取っても、アプリは開けません。行き先（localhost）が、このパソコンの中だけにあるためです。下のボタンで開くウィンドウをお使いください。",
        why: "アプリとサービスが、それぞれの計算で同じ鍵を持ちます（OPAQUE、RFC 9807）。鍵も利用開始パスワードも、通信には現れません。",
      },
      show: {
        name: "手順4　番号の表示（スマートフォン）",
        do: "「次へ」を押すと、8桁の番号が表示されます。番号は60秒ごとに変わります。通信を切っても表示されます。",
        why: "番号は、鍵と時刻からスマートフォンの中で計算されます。サービスには何も届かないので、この印は手順5と同時に付きます。",
      },
      confirm: {
        name: "手順5　認証確認（パソコン）",
        do: "パソコンの画面「ワンタイムパスワード認証確認」に番号を入力し、「認証確認」を押します。これで利用開始です。",
        why: "サービスも同じ番号を計算して比べます。受け付けた番号は二度と使えません。",
      },
    },
    usedUp:
      "利用開始パスワードを試せる回数を使い切ったため、前のトークンは設定できなくなりました。パソコンの画面で「新しいトークンを発行する」を押し、この手順からやり直してください。",
    finished: "利用開始までの手順が、すべて完了しました。",
    laterTitle: "つぎに試せること",
    later: {
      logIn: "もう一度ログインする。今度はワンタイムパスワードの入力が必要になります。",
      transfer: "振込をする。振込にも番号が必要です。",
      usedAgain: "一度使った番号を、もう一度入力する。受け付けられません。",
      suspend: "窓口で、このお客様のトークンを一時停止する。番号は受け付けられなくなります。",
    },
    openBank: "インターネットバンキングを開く",
    openMailbox: "メールボックスを開く",
    openPhone: "アプリを開く",
    openBranch: (name: string) => `窓口を開く（${name}）`,
    elsewhere: "（新しいウィンドウ）",
    branchNote: "サインインのリンクは1回限りです。ボタンを押すたびに、必要なら新しいリンクを用意します。",
    branchFailed: "サインインのリンクを用意できませんでした。少し待ってから、もう一度押してください。",
    backToTour: "ツアーへ戻る",
    happeningsTitle: "サービスがいま行ったこと",
    happeningsNote: "銀行のシステムも読める公開のイベントを、そのまま言葉にしたものです。新しい順です。",
    noHappenings: "まだ何も起きていません。",
    feedAwayTitle: "サービスからの知らせが途切れています",
    feedAway: "自動でつなぎ直しています。つながるまで、印と記録は新しくなりません。操作は続けられます。",
    demoAwayTitle: "デモから返事がありません",
    demoAway: "ターミナルで`npm start`が動いているかご確認ください。動き出すと、このページは自動で続きます。",
    startOver: "最初からやり直すときは、ターミナルで`Ctrl-C`を押し、`npm start -- --fresh`を実行します。",
    forPrograms: { title: "プログラムからは", api: "REST APIの説明", ops: "運用の数値（Prometheus）" },
  },
  en: {
    site: "Warifu",
    siteKind: "guided tour",
    title: "Your first one-time password",
    lead: "Play a customer of a credit union, from the application to the first number. It takes three to ten minutes. The buttons open the screens; do what is written beside them. Each step is ticked off by itself when the service reports it.",
    who: "Who do you want to be?",
    whoApplied: "has applied already",
    whoNew: "starts with the application at the branch",
    states: { done: "done", current: "current step", ahead: "to come" },
    why: "How it works",
    steps: {
      apply: {
        name: "Before: the application (branch)",
        do: (customerId: string) =>
          `When the branch opens, press “Sign in” to be a member of staff. Choose “Register an application”, enter customer ID ${customerId}, how the identity was checked and why, check the entries, and register.`,
        doApplied: "The bank’s system has registered this application through the API. Go straight to step 1.",
        why: "Only customers whose identity was checked and whose application was registered can use one-time passwords.",
      },
      issue: {
        name: "Step 1: issue the token (PC)",
        do: (customerId: string, password: string) =>
          `Log in with customer ID ${customerId} and password ${password}. On the screen “Issue a one-time password token” enter an e-mail address and an activation password, then press “Issue token”.`,
        note: "Any e-mail address will do: e-mail never leaves this computer. Note the activation password; step 3 needs it.",
        why: "The activation password is never sent. Only a value computed from it in the browser is.",
      },
      mail: {
        name: "Step 2: the IDs and the e-mail (PC)",
        do: "The PC now shows “Confirm your one-time password” with the service ID and the user ID. The set-up e-mail arrives in the mailbox. Keep the PC’s screen open.",
        why: "The e-mail contains neither the user ID nor the activation password. Reading it is not enough to set up the token.",
      },
      setUp: {
        name: "Step 3: set up the app (phone)",
        do: "Open the app in a window the size of a phone. Press “Set up for the first time”, then “Set up here”. If it shows a number or a token already, press “Settings”, “List and manage tokens” and “Add a new token”. Enter the service ID, the user ID and the activation password, then press “Set up”.",
        note: "A real phone that scans the QR code cannot open the app: it leads to localhost, which is this computer only. Use the window that the button below opens.",
        why: "App and service each compute the same key (OPAQUE, RFC 9807). Neither the key nor the activation password travels.",
      },
      show: {
        name: "Step 4: see the number (phone)",
        do: "Press “Next”: eight digits appear, new ones every 60 seconds, with or without a connection.",
        why: "The phone computes them from the key and the time. The service hears nothing of it, so this step is ticked off together with step 5.",
      },
      confirm: {
        name: "Step 5: confirm (PC)",
        do: "On the PC’s screen “Confirm your one-time password” enter the number and press “Confirm”. Your one-time passwords are ready to use.",
        why: "The service computes the same number and compares. A number that was accepted never works again.",
      },
    },
    usedUp:
      "All tries of the activation password have been used, so the earlier token can no longer be set up. On the PC press “Issue a new token” and go on from this step.",
    finished: "All steps are complete: your one-time passwords are in use.",
    laterTitle: "What to try next",
    later: {
      logIn: "Log in again. This time you need a one-time password.",
      transfer: "Make a transfer. It needs a number, too.",
      usedAgain: "Enter a number a second time. It is refused.",
      suspend: "At the branch, suspend this customer’s token. Its numbers are no longer accepted.",
    },
    openBank: "Open internet banking",
    openMailbox: "Open the mailbox",
    openPhone: "Open the app",
    openBranch: (name: string) => `Open the branch (${name})`,
    elsewhere: " (new window)",
    branchNote: "A sign-in link works once. The button makes a new one when it is needed.",
    branchFailed: "The sign-in link could not be made. Wait a moment, then press the button again.",
    backToTour: "Back to the tour",
    happeningsTitle: "What the service just did",
    happeningsNote: "These are the public events that a bank’s system can read, in plain words, newest first.",
    noHappenings: "Nothing has happened yet.",
    feedAwayTitle: "No news from the service",
    feedAway:
      "Reconnecting automatically. Until then, ticks and news on this page stay as they are. You can go on meanwhile.",
    demoAwayTitle: "The demo does not answer",
    demoAway: "Check that `npm start` is running in the terminal. This page goes on by itself when it is.",
    startOver: "To start over, press `Ctrl-C` in the terminal and run `npm start -- --fresh`.",
    forPrograms: { title: "For programs", api: "How to use the REST API", ops: "Metrics for operation (Prometheus)" },
  },
});
