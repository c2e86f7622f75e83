import { defineMessages } from "@warifu/pages";

/** What every screen of the gate says around its own words. */
export const frameWords = defineMessages({
  ja: {
    siteKind: "ワンタイムパスワード",
    anyInstitution: "ワンタイムパスワードサービス",
    step1: "トークン発行",
    step2: "アプリの設定",
    step3: "認証確認",
    leave: "インターネットバンキングに戻る",
  },
  en: {
    siteKind: "One-time password",
    anyInstitution: "One-time password service",
    step1: "Issue token",
    step2: "Set up the app",
    step3: "Confirm",
    leave: "Return to internet banking",
  },
});
