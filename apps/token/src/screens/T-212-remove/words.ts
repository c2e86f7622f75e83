import { defineWords } from "../../language/words.ts";

export const words = defineWords({
  ja: {
    title: "トークンの削除",
    which: "次のトークンを、このスマートフォンから削除します。",
    beforeTitle: "削除する前にお読みください",
    bank: "削除しても、金融機関側の利用登録は解除されません。ログインや振込では、これまでどおりワンタイムパスワードの入力が必要です。",
    noWay: "削除すると、このスマートフォンでは番号を表示できなくなり、ログインや振込ができなくなることがあります。",
    noReturn: "削除したトークンは元に戻せません。もう一度使うには、新しいトークンの発行が必要です。",
    stop: "ワンタイムパスワードの利用をやめるときや、スマートフォンを紛失したときは、削除ではなく、金融機関へご連絡ください。",
    endedTitle: "このトークンは、もう使えません",
    ended:
      "失効、期限切れ、または新しいトークンの発行で、使えなくなったトークンです。削除しても、お取引に影響はありません。",
    typeEnd: (end: string) => `ユーザIDの末尾4文字（${end}）`,
    typeEndHint: "まちがいを防ぐため、上の4文字を入力してください。",
    wrongEnd: (end: string) => `ユーザIDの末尾4文字は ${end} です。同じ文字を入力してください`,
    remove: "このスマートフォンから削除する",
    keep: "削除しない",
    notRemoved: "削除できませんでした。アプリを開き直して、もう一度お試しください。",
  },
  en: {
    title: "Delete a token",
    which: "This token will be deleted from this phone:",
    beforeTitle: "Please read this first",
    bank: "Deleting it does not end your registration at the financial institution. Logging in and transfers will still need a one-time password.",
    noWay: "This phone will no longer show one for this token, so you may not be able to log in or make transfers.",
    noReturn: "A deleted token cannot be brought back. To use one again, you need a new token.",
    stop: "If you want to stop using one-time passwords, or if your phone was lost, do not delete anything: call your financial institution.",
    endedTitle: "This token can no longer be used",
    ended: "It was revoked, has expired, or was replaced by a new token. Deleting it changes nothing for your banking.",
    typeEnd: (end: string) => `Last four characters of the user ID (${end})`,
    typeEndHint: "Please type these four characters, so that nothing is deleted by mistake.",
    wrongEnd: (end: string) => `The last four characters of the user ID are ${end}. Please type the same`,
    remove: "Delete from this phone",
    keep: "Do not delete",
    notRemoved: "It could not be deleted. Please open the app again and try once more.",
  },
});
