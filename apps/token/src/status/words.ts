import { defineWords } from "../language/words.ts";

/** How a token stands, in a few words; by the names of the states that the service tells and the phone keeps. */
export const words = defineWords({
  ja: {
    pendingReceipt: "設定の途中",
    activated: "確認待ち（「認証確認」がお済みではありません）",
    inUse: "利用中",
    paused: "一時停止中",
    locked: "ロック中",
    suspended: "停止中",
    ended: "使えません（失効・期限切れ・新しいトークンの発行）",
  },
  en: {
    pendingReceipt: "Being set up",
    activated: "Waiting for confirmation in internet banking",
    inUse: "In use",
    paused: "Paused",
    locked: "Locked",
    suspended: "Suspended",
    ended: "Ended (revoked, expired or replaced)",
  },
});
