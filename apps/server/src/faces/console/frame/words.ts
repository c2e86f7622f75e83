import { defineMessages } from "@warifu/pages";

export const frameWords = defineMessages({
  ja: {
    siteName: "ワンタイムパスワード管理",
    training: "練習環境",
    menu: "メニュー",
    home: "ホーム",
    search: "お客様の検索",
    apply: "利用申込の登録",
    passkeys: "パスキー",
    quickSearch: "お客様をさがす",
    quickSearchHint:
      "契約者ID・店番-口座番号・電話番号・ユーザID（氏名カナは「お客様の検索」で、ほかの項目といっしょに。「/」キーでここへ）",
    quickSearchButton: "検索",
    signOut: "サインアウト",
    endsSoon: "まもなく自動的にサインアウトします。入力中の内容を残すには、延長してください。",
    extend: "延長する",
    staff: "担当者",
    roles: { teller: "担当者", approver: "役席者", auditor: "監査", admin: "管理者" },
    readOnly: "閲覧のみ",
    backHome: "ホームへ戻る",
    problems: {
      malformed: ["入力を読み取れませんでした", "前の画面へ戻り、もう一度入力してください。"],
      foreignOrigin: [
        "この操作は受け付けませんでした",
        "ほかのサイトから送られた操作です。メニューからやり直してください。",
      ],
      notFound: ["ページが見つかりません", "契約者IDをご確認のうえ、検索からやり直してください。"],
      forbidden: [
        "この操作はできません",
        "お使いの権限では閲覧のみできます。操作は担当者または役席者にご依頼ください。",
      ],
      tooManyRequests: ["操作が続いたため、少しお待ちください", "1分ほどたってから、もう一度お試しください。"],
      internalError: [
        "処理できませんでした",
        "もう一度お試しください。続くときは、下の番号をシステム担当へお知らせください。",
      ],
      recordUnreadable: [
        "この記録は読み取れません",
        "保存されている記録が壊れているか、書き換えられています。手続きはできません。下の番号をシステム担当へお知らせください。",
      ],
      outcomeUnknown: [
        "処理の結果を確認できませんでした",
        "実行されたかどうかがわかりません。お客様の画面を開き直して状態を確かめてから、必要なときだけやり直してください。",
      ],
      unavailable: ["ただいま利用できません", "しばらくしてから、もう一度お試しください。"],
    },
    requestNumber: "お問い合わせ番号",
  },
  en: {
    siteName: "One-time password administration",
    training: "Training environment",
    menu: "Menu",
    home: "Home",
    search: "Find a customer",
    apply: "Register an application",
    passkeys: "Passkeys",
    quickSearch: "Find a customer",
    quickSearchHint:
      "Customer ID, branch-account, phone number or user ID (name in kana: under “Find a customer”, with one more field; press “/” to come here)",
    quickSearchButton: "Search",
    signOut: "Sign out",
    endsSoon: "You will soon be signed out automatically. Extend to keep what you are entering.",
    extend: "Extend",
    staff: "Staff",
    roles: { teller: "Teller", approver: "Approver", auditor: "Auditor", admin: "Administrator" },
    readOnly: "Read only",
    backHome: "Back to home",
    problems: {
      malformed: ["The entry could not be read", "Go back to the previous screen and enter it again."],
      foreignOrigin: ["This request was not accepted", "It was sent from another site. Start again from the menu."],
      notFound: ["Page not found", "Check the customer ID and start again from the search."],
      forbidden: ["You cannot do this", "Your role is read-only. Ask a teller or an approver to do it."],
      tooManyRequests: ["Too many requests: please wait a moment", "Try again in about a minute."],
      internalError: ["This could not be done", "Try again. If it goes on, tell your system staff the number below."],
      recordUnreadable: [
        "This record cannot be read",
        "What is stored is damaged, or somebody changed it. Nothing can be done with it. Tell your system staff the number below.",
      ],
      outcomeUnknown: [
        "The result could not be confirmed",
        "It is not known whether it was carried out. Open the customer again, check the state, and repeat only if needed.",
      ],
      unavailable: ["Not available at the moment", "Please try again later."],
    },
    requestNumber: "Reference",
  },
});
