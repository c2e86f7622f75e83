import { badge, formatDate, formatYen, html, linkButton, messagesFor, table, unbroken } from "@warifu/pages";
import type { Html, NoticeKind } from "@warifu/pages";
import type { Account } from "../accounts.ts";
import { bankWords } from "../words.ts";
import { bankPage } from "./frame.ts";
import type { Visitor } from "./frame.ts";

type Proof = "otp" | "none" | "later";

const badgeKinds: Record<Proof, NoticeKind | "neutral"> = { otp: "success", later: "warning", none: "neutral" };

/** B-200: the money, the one-time password, the entries. */
export function homePage(visitor: Visitor, account: Account, proof: Proof): Html {
  const { lang } = visitor;
  const words = messagesFor(bankWords, lang).homePage;
  return bankPage(visitor, {
    title: words.title,
    screenId: "B-200",
    here: "home",
    wide: true,
    body: html`<h1 class="visually-hidden">${unbroken(words.title)}</h1>
      <div class="overview">
        <section class="card">
          <h2>${unbroken(words.account)}</h2>
          <p class="account">${lang === "ja" ? account.branchJa : account.branchEn} ${account.number}</p>
          <p class="balance-label">${words.balance}</p>
          <p class="balance">${formatYen(account.balanceYen, lang)}</p>
          ${linkButton({ label: words.toTransfer, href: "/transfer" })}
        </section>
        <section class="card">
          <h2>${unbroken(words.otpTitle)}</h2>
          <p>${badge({ kind: badgeKinds[proof], label: words.otpState[proof] })}</p>
          <p>${words.otp[proof]}</p>
        </section>
      </div>
      <section class="bookings">
        <h2>${unbroken(words.bookings)}</h2>
        ${bookings(visitor, account)}
      </section>`,
  });
}

function bookings({ lang }: Visitor, account: Account): Html {
  const words = messagesFor(bankWords, lang).homePage;
  return table({
    caption: words.bookings,
    hideCaption: true,
    columns: [{ label: words.date }, { label: words.what }, { label: words.amount, numeric: true }],
    rows: account.bookings.map(({ atMs, textJa, textEn, amountYen }) => [
      formatDate(atMs, lang),
      lang === "ja" ? textJa : textEn,
      amountYen > 0 ? html`<span class="coming-in">+${formatYen(amountYen, lang)}</span>` : formatYen(amountYen, lang),
    ]),
  });
}
