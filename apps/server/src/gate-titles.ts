import { defineMessages } from "@warifu/pages";

/**
 * What the gate's screens and the buttons that others speak of are called. Whoever quotes one (the console, a mail) takes it
 * from here, so that no text sends a customer to a name that stands nowhere. Outside of the faces: none of them imports another.
 */
export const gateTitles = defineMessages({
  ja: {
    issue: "ワンタイムパスワードトークン発行",
    confirm: "ワンタイムパスワード認証確認",
    done: "利用開始の完了",
    prompt: "ワンタイムパスワード入力",
    cannotShow: "ワンタイムパスワードを表示できない方",
    notApplied: "ワンタイムパスワードのお申し込みが必要です",
    notReady: "ワンタイムパスワードの設定が終わっていません",
    tooManyIssuances: "トークンの発行回数の上限に達しました",
    sessionEnded: "一定時間が過ぎたため、手続きを続けられません",
    visitFinished: "このお手続きは、すでに終わっています",
    paused: "ワンタイムパスワードの利用を一時停止しています",
    locked: "ワンタイムパスワードがロックされています",
    suspended: "ワンタイムパスワードは停止中です",
    revoked: "トークンは失効しています",
    expired: "トークンの有効期限が切れました",
  },
  en: {
    issue: "Issue a one-time password token",
    confirm: "Confirm your one-time password",
    done: "You’re all set",
    prompt: "Enter your one-time password",
    cannotShow: "Can’t get a one-time password?",
    notApplied: "You need to apply for one-time passwords",
    notReady: "Your one-time password is not set up yet",
    tooManyIssuances: "You have reached the limit for issuing tokens",
    sessionEnded: "Your session has ended",
    visitFinished: "You have already finished here",
    paused: "Your one-time password is paused",
    locked: "Your one-time password is locked",
    suspended: "Your one-time password is suspended",
    revoked: "Your token has been revoked",
    expired: "Your token has expired",
  },
});

export type GateScreen = keyof typeof gateTitles.ja;

/** Their numbers at the bottom right, which phone support asks for. */
export const gateScreenIds = {
  issue: "G-110",
  confirm: "G-120",
  done: "G-130",
  prompt: "G-210",
  cannotShow: "G-310",
  notApplied: "G-410",
  notReady: "G-411",
  tooManyIssuances: "G-420",
  sessionEnded: "G-430",
  visitFinished: "G-431",
  paused: "G-440",
  locked: "G-450",
  suspended: "G-460",
  revoked: "G-470",
  expired: "G-480",
} as const satisfies Record<GateScreen, string>;

/** Buttons that texts elsewhere tell the customer to press. */
export const gateButtons = defineMessages({
  ja: {
    issue: "トークン発行",
    skip: "トークン発行の省略",
    confirm: "認証確認",
    back: "戻る",
    later: "あとで設定する",
    issueAgain: "もう一度トークンを発行する",
    goOnWithToken: "発行済みのトークンで続ける",
    leave: "中止してインターネットバンキングに戻る",
  },
  en: {
    issue: "Issue token",
    skip: "Skip issuance",
    confirm: "Confirm",
    back: "Back",
    later: "Set up later",
    issueAgain: "Issue a new token",
    goOnWithToken: "Go on with the issued token",
    leave: "Stop and return to internet banking",
  },
});
