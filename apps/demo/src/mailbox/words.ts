import { defineMessages } from "@warifu/pages";

export const mailboxWords = defineMessages({
  ja: {
    site: "メールボックス",
    siteKind: "お試し用",
    title: "届いたメール",
    empty: "まだメールは届いていません。インターネットバンキングでトークンを発行すると、ここに届きます。",
    count: (mails: number) => `${mails}通。`,
    refresh: "新しいメールは自動で表示されます。どの宛先に送られたメールも、外には出ずにここに届きます。",
    to: "宛先",
    from: "差出人",
    receivedAt: "受信日時",
    noSubject: "（件名なし）",
  },
  en: {
    site: "Mailbox",
    siteKind: "Demo only",
    title: "E-mail received",
    empty: "No e-mail yet. It arrives here when a token is issued in internet banking.",
    count: (mails: number) => (mails === 1 ? "1 e-mail." : `${mails} e-mails.`),
    refresh: "New e-mail appears by itself. Whatever its address, it arrives here and never leaves this computer.",
    to: "To",
    from: "From",
    receivedAt: "Received",
    noSubject: "(no subject)",
  },
});
