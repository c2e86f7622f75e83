import { defineMessages } from "@warifu/pages";

export const mailboxWords = defineMessages({
  ja: {
    site: "メールボックス",
    siteKind: "お試し用・届いたメールはここで読めます",
    title: "届いたメール",
    empty: "まだメールは届いていません。トークンを発行すると、ここに届きます。",
    refresh: "この画面は5秒ごとに更新されます。",
    to: "宛先",
    from: "差出人",
    receivedAt: "受信日時",
  },
  en: {
    site: "Mailbox",
    siteKind: "for trying: read here what was sent",
    title: "Mail that arrived",
    empty: "No mail yet. When a token is issued, it arrives here.",
    refresh: "This page refreshes every 5 seconds.",
    to: "To",
    from: "From",
    receivedAt: "Received",
  },
});
