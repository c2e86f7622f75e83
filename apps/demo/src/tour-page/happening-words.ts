import type { Language } from "@warifu/pages";

interface HappeningWords {
  /** By the feed's `type`; `who` is the customer, empty where the event is nobody's. */
  readonly events: Readonly<Record<string, (who: string) => string>>;
  /** The last try of a set-up: what it means if it was wrong. */
  readonly lastTry: (who: string) => string;
  readonly accepted: (who: string, purpose: string) => string;
  readonly purposes: Readonly<Record<string, string>>;
  readonly refused: (who: string, reason: string) => string;
  readonly reasons: Readonly<Record<string, string>>;
  readonly otherReason: string;
  readonly unknown: (type: string) => string;
}

/** What the service just did, for somebody who sees it for the first time. */
export const happeningWords: Record<Language, HappeningWords> = {
  ja: {
    events: {
      "application.registered": (who) => `${who}の利用申込を登録しました。次回のログインで、トークンを発行できます。`,
      "application.cancelled": (who) => `${who}の利用を解除しました。`,
      "issuance.allowed": (who) => `${who}が、24時間の上限を超えてもう1回トークンを発行できるようにしました。`,
      "token.issued": (who) => `${who}のトークンを発行しました。ユーザIDを決め、設定案内のメールを用意しました。`,
      "token.imported": (who) => `ほかのシステムで発行された${who}のトークンを引き継ぎました。`,
      "token.mailResent": (who) => `${who}あての設定案内のメールを、もう一度用意しました。`,
      "issuance.skipped": (who) => `${who}が発行を省略しました。発行済みのトークンで続けます。`,
      "activation.started": (who) =>
        `${who}のアプリの初期設定が始まりました。試せる回数を先に1回減らしてから、返事をします。`,
      "activation.finished": (who) =>
        `${who}のアプリとサービスが、同じ鍵に合意しました。鍵そのものは通信に現れません。`,
      "activation.receipted": (who) => `${who}のアプリが、鍵を保存できたことを証明しました。初期設定は完了です。`,
      "activation.refused": (who) =>
        who === "" ? "アプリの初期設定を受け付けませんでした。" : `${who}のアプリの初期設定を受け付けませんでした。`,
      "token.confirmed": (who) =>
        `${who}の最初の番号を確かめました。トークンは利用中になり、この番号は二度と使えません。`,
      "token.resynced": (who) => `${who}の続いた2つの番号から、時計のずれを合わせました。`,
      "token.suspended": (who) => `${who}のトークンを一時停止しました。番号は受け付けられません。`,
      "token.resumed": (who) => `${who}のトークンを再開しました。`,
      "token.unlocked": (who) => `${who}のロックを解除しました。番号違いの回数は0に戻りました。`,
      "token.revoked": (who) => `${who}のトークンを失効させました。元に戻すことはできません。`,
      "token.expired": (who) => `${who}のトークンは、認証確認の前に有効期限が切れました。`,
      "approval.asked": (who) => `${who}の手続きについて、担当者が役席の承認を依頼しました。`,
      "approval.given": (who) => `${who}の手続きを別の役席者が承認し、同時に実行しました。`,
      "approval.refused": (who) => `${who}の手続きを役席者が承認しませんでした。`,
      "approval.withdrawn": (who) => `${who}の手続きの承認の依頼を、依頼した担当者が取り下げました。`,
      "approval.expired": (who) => `${who}の手続きは、期限までに承認されませんでした。`,
      "fence.raised": () => "これまでに表示された番号を、すべて使用済みにしました（復旧などのときの安全措置）。",
      "guessing.noticed": () => "番号違いが多いため、推測の疑いとして知らせました。",
      "institution.saved": () => "金融機関の設定を保存しました。",
      "client.saved": () => "接続先（銀行のシステム）を登録しました。",
      "apiKey.created": () => "APIキーを作成しました。",
      "apiKey.revoked": () => "APIキーを失効させました。",
      "radiusClient.saved": () => "RADIUSの接続先を登録しました。",
      "radiusClient.removed": () => "RADIUSの接続先を削除しました。",
      "staff.saved": () => "担当者を登録しました。",
      "staff.invited": () => "担当者のサインインのリンク（1回限り）を作成しました。",
      "staff.signedIn": () => "担当者が窓口の画面にサインインしました。",
      "customer.viewed": (who) => `担当者が${who}の情報を見ました。見たことも記録に残ります。`,
    },
    lastTry: (who) =>
      `${who}のアプリの初期設定で、最後の1回を使いました。利用開始パスワードが違うときは、このトークンは設定できなくなり、新しいトークンの発行が必要です。`,
    accepted: (who, purpose) => `${purpose}で、${who}の番号を受け付けました。この番号は二度と使えません。`,
    purposes: {
      login: "ログイン",
      transfer: "振込",
      payment: "支払い",
      settings: "設定の変更",
      confirm: "認証確認",
      other: "お取引",
    },
    refused: (who, reason) => `${who}の番号を受け付けませんでした。${reason}`,
    reasons: {
      mismatch: "番号が違います。",
      used: "使用済みの番号です。",
      drift: "スマートフォンの時計がずれています。",
      paused: "番号違いが続いたため、利用一時停止中です。",
      locked: "番号違いが続いたため、ロック中です。",
      suspended: "トークンは一時停止中です。",
      notInUse: "利用中のトークンがありません。",
      notActivated: "アプリの初期設定がお済みではありません。",
      nothingIssued: "トークンが発行されていません。",
      malformedCode: "桁数が違います。",
    },
    otherReason: "",
    unknown: (type) => `新しい種類の記録です（${type}）。`,
  },
  en: {
    events: {
      "application.registered": (who) =>
        `Registered the application of ${who}. A token can be issued after the next log-in.`,
      "application.cancelled": (who) => `Ended the use of one-time passwords for ${who}.`,
      "issuance.allowed": (who) => `Let ${who} issue a token once more than the limit of 24 hours allows.`,
      "token.issued": (who) => `Issued a token to ${who}: chose a user ID and queued the set-up e-mail.`,
      "token.imported": (who) => `Took over a token of ${who} from another system.`,
      "token.mailResent": (who) => `Queued the set-up e-mail to ${who} once more.`,
      "issuance.skipped": (who) => `${who} skipped issuance and goes on with the token already issued.`,
      "activation.started": (who) =>
        `Set-up of ${who}’s app began. One try was used up before the service gave its answer.`,
      "activation.finished": (who) =>
        `${who}’s app and the service agreed on the same key. The key itself never travels.`,
      "activation.receipted": (who) => `${who}’s app proved that it has stored the key. Set-up is complete.`,
      "activation.refused": (who) =>
        who === "" ? "Refused a set-up of the app." : `Refused a set-up of the app of ${who}.`,
      "token.confirmed": (who) =>
        `Checked the first number of ${who}. The token is in use; this number never works again.`,
      "token.resynced": (who) => `Two consecutive numbers of ${who} showed how far the phone’s clock is off.`,
      "token.suspended": (who) => `Suspended the token of ${who}. No number is accepted.`,
      "token.resumed": (who) => `Resumed the token of ${who}.`,
      "token.unlocked": (who) => `Unlocked the token of ${who}. The count of wrong numbers is back at 0.`,
      "token.revoked": (who) => `Revoked the token of ${who}. This cannot be undone.`,
      "token.expired": (who) => `The token of ${who} expired before it was confirmed.`,
      "approval.asked": (who) => `A staff member asked for approval of a procedure for ${who}.`,
      "approval.given": (who) => `Somebody else approved the procedure for ${who}; it was carried out at once.`,
      "approval.refused": (who) => `The procedure for ${who} was not approved.`,
      "approval.withdrawn": (who) => `Whoever had asked for approval of a procedure for ${who} took it back.`,
      "approval.expired": (who) => `Nobody approved the procedure for ${who} in time.`,
      "fence.raised": () => "Declared every number shown until now used (a safety measure after a restore).",
      "guessing.noticed": () => "Reported many wrong numbers: somebody may be guessing.",
      "institution.saved": () => "Saved the institution’s settings.",
      "client.saved": () => "Registered a client (the bank’s own system).",
      "apiKey.created": () => "Created an API key.",
      "apiKey.revoked": () => "Revoked an API key.",
      "radiusClient.saved": () => "Registered a RADIUS client.",
      "radiusClient.removed": () => "Removed a RADIUS client.",
      "staff.saved": () => "Registered a staff member.",
      "staff.invited": () => "Made a one-time sign-in link for a staff member.",
      "staff.signedIn": () => "A staff member signed in at the branch.",
      "customer.viewed": (who) => `A staff member viewed the details of ${who}. That is recorded, too.`,
    },
    lastTry: (who) =>
      `Set-up of ${who}’s app used the last try. If the activation password was wrong, this token can no longer be set up and a new one has to be issued.`,
    accepted: (who, purpose) => `Accepted the number of ${who} for ${purpose}. It never works again.`,
    purposes: {
      login: "log-in",
      transfer: "a transfer",
      payment: "a payment",
      settings: "a change of settings",
      confirm: "confirmation",
      other: "a transaction",
    },
    refused: (who, reason) => `Refused a number of ${who}. ${reason}`.trim(),
    reasons: {
      mismatch: "It is wrong.",
      used: "It has been used before.",
      drift: "The phone’s clock is off.",
      paused: "The token is paused after repeated wrong numbers.",
      locked: "The token is locked after repeated wrong numbers.",
      suspended: "The token is suspended.",
      notInUse: "No token is in use.",
      notActivated: "The app has not been set up.",
      nothingIssued: "No token has been issued.",
      malformedCode: "It has the wrong number of digits.",
    },
    otherReason: "",
    unknown: (type) => `An event of a new kind (${type}).`,
  },
};
