import type { Credentials } from "./credentials.ts";
import { hanako, taro } from "./people.ts";

/** The short guided tour that the demo prints when everything is ready. */
export function tour({ bank, token, console: branch, mailbox, api, ops }: Credentials): string {
  const [teller, approver] = branch.staff;
  return `
  割符 Warifu ── 準備ができました / ready

  1  ${bank.url}
     契約者ID ${hanako.customerId}  パスワード ${hanako.password}  （${hanako.name}、利用申込済み）
     ログインして「トークン発行」を押します        Log in and press "Issue token"
  2  ${mailbox.url}
     届いたメールを読みます                        Read the mail that arrived
  3  ${token.url}
     スマートフォンのつもりで、幅の狭いウィンドウ（390×844ほど）で開き、パソコンの画面の
     サービスID・ユーザIDと、1で決めた利用開始パスワードを入力します
     Open it in a narrow window (about 390×844) as your phone; enter the two IDs shown on
     the PC screen and the activation password you chose in 1
  4  アプリに8桁の番号が表示されます               The app shows eight digits
  5  その番号をパソコンの画面に入力します          Enter them on the PC screen: done

  窓口 / branch desk（1回だけ使えるサインインのリンク / one-time sign-in links）
     ${teller?.name ?? ""}  ${teller?.signInLink ?? ""}
     ${approver?.name ?? ""}      ${approver?.signInLink ?? ""}
     まだ利用申込のない ${taro.name}（${taro.customerId} / ${taro.password}）を登録してみてください
     Register the application of ${taro.customerId}, then log in as ${taro.customerId}

  API ${api.url}/docs    運用 / ops ${ops.url}/metrics
  止める / stop: Ctrl-C      最初から / start over: npm start -- --fresh

`;
}
