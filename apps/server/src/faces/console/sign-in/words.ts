import { defineMessages } from "@warifu/pages";

export const signInWords = defineMessages({
  ja: {
    title: "サインイン",
    lead: "登録したパスキー（指紋・顔・端末の暗証番号・セキュリティキー）でサインインします。",
    byPasskey: "パスキーでサインイン",
    firstTime: "はじめての方は、管理者から受け取ったサインイン用リンクを開いてください。リンクは一度だけ使えます。",
    waiting: "端末の画面で確認してください…",
    failed:
      "サインインできませんでした。この端末に登録したパスキーかどうかを確かめて、もう一度お試しください。使えないときは、管理者に新しいサインイン用リンクを依頼してください。",
    unsupported:
      "このブラウザではパスキーを使えません。最新のブラウザをお使いになるか、管理者にサインイン用リンクを依頼してください。",
    needsScript: "パスキーを使うには、このサイトのJavaScriptを有効にしてください。",
    signedOut: "サインアウトしました。",
    ended:
      "操作がないまま15分たったか、サインインから12時間が過ぎたため、サインアウトしました。もう一度サインインしてください。",
    linkTitle: "サインイン用リンク",
    linkLead: "このリンクは一度だけ使えます。ご本人が「サインイン」を押してください。",
    linkButton: "サインイン",
    deadLinkTitle: "このリンクは使えません",
    deadLink: "すでに使われたか、有効期限が過ぎています。管理者に新しいリンクを依頼してください。",
    toSignIn: "サインイン画面へ",
    passkeyTitle: "パスキーの登録",
    passkeyLead:
      "次回からこの端末でサインインできるように、パスキーを登録してください。サインイン用リンクはもう使えません。",
    passkeyMake: "パスキーを登録",
    passkeyLater: "あとで登録する",
    passkeyLaterNote: "登録しないままサインアウトすると、次回は新しいリンクが必要です。",
    passkeyDone: "パスキーを登録しました。次回からはパスキーでサインインできます。",
    passkeyFailed: "パスキーを登録できませんでした。もう一度お試しください。",
    passkeyTooLate:
      "パスキーの登録は、サインインから10分以内にできます。一度サインアウトして、サインインし直してください。",
    passkeyCount: (count: number) => `登録済みのパスキー：${count}個`,
    toHome: "ホームへ",
  },
  en: {
    title: "Sign in",
    lead: "Sign in with your passkey (fingerprint, face, device PIN or security key).",
    byPasskey: "Sign in with a passkey",
    firstTime: "First time? Open the sign-in link you received from your administrator. It works once.",
    waiting: "Please confirm on your device…",
    failed:
      "Sign-in did not succeed. Check that your passkey was registered on this device and try again. If it cannot be used, ask your administrator for a new sign-in link.",
    unsupported:
      "This browser cannot use passkeys. Use a current browser or ask your administrator for a sign-in link.",
    needsScript: "Turn on JavaScript for this site to use passkeys.",
    signedOut: "You have signed out.",
    ended: "You were signed out after 15 minutes without activity or 12 hours after sign-in. Please sign in again.",
    linkTitle: "Sign-in link",
    linkLead: "This link works once. Press “Sign in” yourself.",
    linkButton: "Sign in",
    deadLinkTitle: "This link cannot be used",
    deadLink: "It has been used already or has expired. Ask your administrator for a new one.",
    toSignIn: "To sign-in",
    passkeyTitle: "Register a passkey",
    passkeyLead: "Register a passkey so that you can sign in on this device next time. The sign-in link is used up.",
    passkeyMake: "Register a passkey",
    passkeyLater: "Register later",
    passkeyLaterNote: "If you sign out without one, you will need a new link next time.",
    passkeyDone: "The passkey is registered. Next time you can sign in with it.",
    passkeyFailed: "The passkey could not be registered. Please try again.",
    passkeyTooLate: "A passkey can be registered within 10 minutes of signing in. Sign out and sign in again.",
    passkeyCount: (count: number) => `Registered passkeys: ${count}`,
    toHome: "To home",
  },
});
