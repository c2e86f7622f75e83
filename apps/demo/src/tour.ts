import type { WireTokenStatus } from "@warifu/wire";
import type { Credentials } from "./credentials.ts";

/** Where each of the ready-made customers stands, by customer ID; from the API at this very start. */
export type Standings = Readonly<Record<string, Standing>>;
export type Standing = WireTokenStatus | "none" | "applied" | "cancelled" | "unknown";

const standingWords: Readonly<Record<Standing, string>> = {
  none: "利用申込なし / no application yet",
  applied: "利用申込済み、トークン未発行 / applied, no token yet",
  cancelled: "利用解除 / cancelled",
  issued: "トークン発行済み、アプリ設定待ち / token issued, app not set up yet",
  activated: "アプリ設定済み、認証確認待ち / app set up, not confirmed yet",
  inUse: "トークン利用中 / token in use",
  paused: "利用一時停止中 / token paused",
  locked: "ロック中 / token locked",
  suspended: "一時停止中 / token suspended",
  revoked: "トークン失効 / token revoked",
  expired: "トークン期限切れ / token expired",
  unknown: "状態を確認できませんでした / state not known",
};

/** What the demo prints when everything is ready: one address first, then whatever else somebody may look for. */
export function tour(credentials: Credentials, standings: Standings): string {
  const { tour: page, bank, token, console: branch, mailbox, api, ops } = credentials;
  const people = bank.customers.map(
    ({ customerId, password, name }) =>
      `     ${customerId} / ${password}  ${name}: ${standingWords[standings[customerId] ?? "unknown"]}\n`,
  );
  const links = branch.staff.map(({ name, signInLink }) => `     ${name}  ${signInLink}\n`);
  return `
  割符 Warifu ── 準備ができました / ready

  ここから / Start here   ${page.url}

  ブラウザで開いてください。ボタンで画面を開きながら、手順1から5まで案内します。
  Open it in a browser: its buttons open every screen and lead through the five steps.

  それぞれのアドレス / The addresses themselves
  銀行 / bank  ${bank.url}
${people.join("")}  メールボックス / mailbox  ${mailbox.url}
  アプリ / app  ${token.url}  （幅390ほどのウィンドウ / in a window about 390 wide）
  窓口 / branch（1回だけ使えるリンク / one-time sign-in links）
${links.join("")}  API  ${api.url}/docs    運用 / operation  ${ops.url}/metrics

  止める / stop: Ctrl-C      最初から / start over: npm start -- --fresh

`;
}
