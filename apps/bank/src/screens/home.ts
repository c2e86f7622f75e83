import { card, formatDate, formatYen, html, keyNumber, linkButton, messagesFor, noticeBox, table } from "@warifu/pages";
import type { Html } from "@warifu/pages";
import type { Account } from "../accounts.ts";
import { bankWords } from "../words.ts";
import { bankPage } from "./frame.ts";
import type { Visitor } from "./frame.ts";

/** B-200: balance and entries. */
export function homePage(visitor: Visitor, account: Account, proof: "otp" | "none" | "later" | null): Html {
  const { lang } = visitor;
  const words = messagesFor(bankWords, lang).homePage;
  const otp = { otp: words.otpInUse, none: words.otpNone, later: words.otpLater }[proof ?? "none"];
  return bankPage(visitor, {
    title: words.title,
    screenId: "B-200",
    here: "home",
    body: html`<h1>${words.title}</h1>
      ${card({
        title: words.account(lang === "ja" ? account.branchJa : account.branchEn, account.number),
        body: html`${keyNumber({ label: words.balance, value: formatYen(account.balanceYen, lang) })}${linkButton({ label: words.toTransfer, href: "/transfer" })}`,
      })}
      ${noticeBox({ lang, kind: proof === "otp" ? "success" : "info", title: words.otpTitle, body: html`<p>${otp}</p>` })}
      <h2>${words.bookings}</h2>
      ${table({
        caption: words.bookings,
        hideCaption: true,
        columns: [{ label: words.date }, { label: words.what }, { label: words.amount, numeric: true }],
        rows: account.bookings.map(({ atMs, textJa, textEn, amountYen }) => [
          formatDate(atMs, lang),
          lang === "ja" ? textJa : textEn,
          formatYen(amountYen, lang),
        ]),
      })}`,
  });
}
