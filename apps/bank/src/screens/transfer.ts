import {
  button,
  buttonRow,
  definitionList,
  errorSummary,
  formatDateTime,
  formatYen,
  html,
  linkButton,
  messagesFor,
  noticeBox,
  textField,
  unbroken,
} from "@warifu/pages";
import type { FieldError, Hole, Html } from "@warifu/pages";
import type { Transfer } from "../session/sessions.ts";
import type { TransferEntries, TransferProblem } from "../transfer-entries.ts";
import { bankWords } from "../words.ts";
import { bankPage } from "./frame.ts";
import type { Visitor } from "./frame.ts";

/** B-300: whom and how much. */
export function transferPage(
  visitor: Visitor,
  entries: TransferEntries,
  problems: Partial<Record<keyof TransferEntries, TransferProblem>>,
): Html {
  const { lang } = visitor;
  const words = messagesFor(bankWords, lang).transferPage;
  const names = ["bank", "account", "payee", "amount"] as const;
  const errors: FieldError[] = names.flatMap((field) => {
    const problem = problems[field];
    return problem === undefined ? [] : [{ field, message: words[problem] }];
  });
  const field = (name: (typeof names)[number], support?: string, inputMode: "text" | "numeric" = "text"): Html => {
    const problem = problems[name];
    return textField({
      lang,
      id: name,
      name,
      label: words[name],
      required: true,
      value: entries[name],
      inputMode,
      ...(support === undefined ? {} : { support }),
      ...(problem === undefined ? {} : { error: words[problem] }),
    });
  };
  return bankPage(visitor, {
    title: words.title,
    screenId: "B-300",
    here: "transfer",
    body: html`<h1>${unbroken(words.title)}</h1>
      ${errorSummary({ lang, errors })}
      <p>${words.intro}</p>
      <form method="post" action="/transfer" novalidate>
        ${field("bank")}${field("account", words.accountSupport, "numeric")}${field("payee")}${field("amount", words.amountSupport, "numeric")}
        ${buttonRow(button({ label: words.next }))}
      </form>`,
  });
}

/** B-310: everything once more before the code is asked for. */
export function confirmTransferPage(visitor: Visitor, transfer: Transfer): Html {
  const words = messagesFor(bankWords, visitor.lang).confirmPage;
  return bankPage(visitor, {
    title: words.title,
    screenId: "B-310",
    here: "transfer",
    body: html`<h1>${unbroken(words.title)}</h1>
      <p>${words.intro}</p>
      ${details(visitor, transfer)}
      <form method="post" action="/transfer/confirm">
        ${buttonRow(button({ label: words.next }), linkButton({ label: words.change, href: "/transfer", kind: "secondary" }))}
      </form>`,
  });
}

/** B-320: done, with what to keep. */
export function transferDonePage(
  visitor: Visitor,
  transfer: Transfer & { readonly atMs: number },
  balanceYen: number,
): Html {
  const { lang } = visitor;
  const words = messagesFor(bankWords, lang).donePage;
  return bankPage(visitor, {
    title: words.title,
    screenId: "B-320",
    here: "transfer",
    body: html`<h1>${unbroken(words.title)}</h1>
      ${noticeBox({ lang, kind: "success", title: words.done, role: "status" })}
      ${details(visitor, transfer, [
        { term: words.at, value: formatDateTime(transfer.atMs, lang) },
        { term: words.newBalance, value: formatYen(balanceYen, lang) },
      ])}
      ${buttonRow(linkButton({ label: words.home, href: "/" }))}`,
  });
}

function details({ lang }: Visitor, transfer: Transfer, more: readonly { term: Hole; value: Hole }[] = []): Html {
  const words = messagesFor(bankWords, lang).transferPage;
  return definitionList([
    { term: words.bank, value: transfer.bank },
    { term: words.account, value: transfer.account },
    { term: words.payee, value: transfer.payee },
    { term: words.amount, value: html`<span class="value-large">${formatYen(transfer.amountYen, lang)}</span>` },
    ...more,
  ]);
}
