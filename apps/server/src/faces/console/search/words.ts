import { defineMessages } from "@warifu/pages";

export const searchWords = defineMessages({
  ja: {
    title: "お客様の検索",
    lead: "わかっている項目だけ入力してください。全角でも入力できます。氏名カナで検索するには、ほかの項目がもうひとつ必要です。",
    fields: {
      customerId: "契約者ID",
      branchCode: "店番",
      accountNumber: "口座番号",
      nameKana: "氏名カナ",
      phone: "電話番号",
      userId: "ユーザID",
    },
    hints: {
      customerId: "",
      branchCode: "口座番号といっしょに入力します",
      accountNumber: "",
      nameKana: "全角・半角どちらでも。店番と口座番号、電話番号など、もうひとつの項目といっしょに入力します",
      phone: "ハイフンはなくてもかまいません",
      userId: "16文字。確認画面に表示される英数字です",
    },
    button: "検索",
    problems: {
      nothing: "さがす項目をひとつ以上入力してください。",
      kanaAlone:
        "氏名カナだけでは検索できません（お客様の情報を守るためです）。店番と口座番号、電話番号などもうひとつ入力してください。",
      accountAlone: "店番と口座番号は、両方入力してください。",
      customerId: "契約者IDは、半角の英数字と . _ - で64文字以内です。",
      userId:
        "ユーザIDが正しくありません。16文字をもう一度確かめてください（最後の文字は入力誤りを見つけるための文字です）。",
      digits: "数字で入力してください。",
    },
    results: "検索結果",
    count: (count: number, most: number) =>
      count >= most ? `${most}件まで表示しています。項目を足して絞り込んでください。` : `${count}件`,
    quoted: (typed: string) => `「${typed}」`,
    none: "該当するお客様はいません。",
    noneHelp: "入力をもう一度確かめてください。はじめてのお客様は、利用申込の登録から始めます。",
    register: "利用申込を登録する",
    columns: { customerId: "契約者ID", name: "氏名", branch: "店番-口座番号", phone: "電話番号", use: "利用" },
    unreadable: "記録が読み取れません",
    uses: { none: "対象外", applied: "申込済", cancelled: "利用解除" },
  },
  en: {
    title: "Find a customer",
    lead: "Fill in only what you know. Full-width characters are accepted. A search by name in kana needs one more field.",
    fields: {
      customerId: "Customer ID",
      branchCode: "Branch number",
      accountNumber: "Account number",
      nameKana: "Name in kana",
      phone: "Phone number",
      userId: "User ID",
    },
    hints: {
      customerId: "",
      branchCode: "Together with the account number",
      accountNumber: "",
      nameKana: "Full or half width. Together with one more field, such as branch and account or phone",
      phone: "With or without hyphens",
      userId: "16 characters, as on the confirmation screen",
    },
    button: "Search",
    problems: {
      nothing: "Fill in at least one field.",
      kanaAlone:
        "A name in kana alone is not searched, to protect customers. Add one more field, such as branch and account or phone number.",
      accountAlone: "Fill in both branch number and account number.",
      customerId: "A customer ID has up to 64 letters, digits or . _ -",
      userId: "This user ID is not right. Check the 16 characters again (the last one finds typing errors).",
      digits: "Enter digits.",
    },
    results: "Results",
    count: (count: number, most: number) =>
      count >= most ? `Showing the first ${most}. Add a field to narrow the search.` : `${count} found`,
    quoted: (typed: string) => `“${typed}”`,
    none: "No such customer.",
    noneHelp: "Check the entry again. For a new customer, start with registering the application.",
    register: "Register an application",
    columns: { customerId: "Customer ID", name: "Name", branch: "Branch-account", phone: "Phone", use: "Use" },
    unreadable: "Record cannot be read",
    uses: { none: "Not in use", applied: "Applied", cancelled: "Cancelled" },
  },
});
