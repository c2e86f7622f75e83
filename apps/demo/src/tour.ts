import type { Credentials } from "./credentials.ts";
import { hanako, taro } from "./people.ts";

/** The short guided tour that the demo prints when everything is ready. */
export function tour({ bank, token, console: consoleFace, mailbox, api, ops }: Credentials): string {
  const [teller, approver] = consoleFace.staff;
  return `
  割符 Warifu — 準備ができました / ready

  手順1  ${bank.url}
         契約者ID ${hanako.customerId} ・ パスワード ${hanako.password}（${hanako.name}：利用申込済み / applied）
         ログインすると「ワンタイムパスワードトークン発行」が表示されます / log in, then issue a token
  手順2  ${mailbox.url}   届いたメールを開く / open the mail that arrived
  手順3  ${token.url}   スマートフォンの代わりに幅の狭いウィンドウで / use a narrow window as the phone
         サービスID・ユーザIDはパソコンの画面に、利用開始パスワードは手順1で決めたもの
  手順4  アプリに8桁が表示されます / the app shows eight digits
  手順5  その8桁をパソコンの画面に入力 / type them on the PC: done

  窓口 / branch   ${teller?.name ?? ""}: ${teller?.signInLink ?? ""}
                  ${approver?.name ?? ""}: ${approver?.signInLink ?? ""}
                  ${taro.name}（${taro.customerId} / ${taro.password}）の利用申込を登録してみてください / register ${taro.customerId}'s application
  API ${api.url}/docs   運用 / ops ${ops.url}/metrics   メール / mail ${mailbox.url}

  止める / stop: Ctrl-C    最初から / start over: npm start -- --fresh
`;
}
