import { z } from "zod";
import { halfWidth } from "./half-width.ts";
import type { Transfer } from "./session/sessions.ts";

/** What was typed, as it was typed. */
export interface TransferEntries {
  readonly bank: string;
  readonly account: string;
  readonly payee: string;
  readonly amount: string;
}

export type TransferProblem = "bankEmpty" | "accountWrong" | "payeeEmpty" | "amountWrong" | "tooMuch";

export const noEntries: TransferEntries = { bank: "", account: "", payee: "", amount: "" };

const entriesSchema = z.object({
  bank: z.string().max(60).catch(""),
  account: z.string().max(60).catch(""),
  payee: z.string().max(60).catch(""),
  amount: z.string().max(60).catch(""),
});

export function readEntries(body: unknown): TransferEntries {
  return entriesSchema.safeParse(body).data ?? noEntries;
}

export function entriesOf(transfer: Transfer): TransferEntries {
  const { bank, account, payee, amountYen } = transfer;
  return { bank, account, payee, amount: String(amountYen) };
}

/** The transfer meant, or what is wrong with each field. */
export function checkEntries(
  entries: TransferEntries,
  balanceYen: number,
): { ok: true; transfer: Transfer } | { ok: false; problems: Partial<Record<keyof TransferEntries, TransferProblem>> } {
  const bank = nameOf(entries.bank);
  const payee = nameOf(entries.payee);
  const account = digitsOf(entries.account);
  const amountYen = Number(digitsOf(entries.amount.replaceAll(/[,，円¥]/g, "")));
  const problems: Partial<Record<keyof TransferEntries, TransferProblem>> = {
    ...(bank === "" && { bank: "bankEmpty" }),
    ...(!/^[0-9]{7}$/.test(account) && { account: "accountWrong" }),
    ...(payee === "" && { payee: "payeeEmpty" }),
    ...((!Number.isSafeInteger(amountYen) || amountYen < 1) && { amount: "amountWrong" }),
    ...(amountYen > balanceYen && { amount: "tooMuch" }),
  };
  if (Object.keys(problems).length > 0) return { ok: false, problems };
  return { ok: true, transfer: { bank, account, payee, amountYen } };
}

/** One line with something to be read in it; what cannot be seen is left out, for the gate would refuse to show it. */
function nameOf(text: string): string {
  const seen = text.replaceAll(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu, "").trim();
  return /[\p{L}\p{N}]/u.test(seen) ? seen : "";
}

function digitsOf(text: string): string {
  return halfWidth(text).replaceAll(/[\s-]/g, "");
}
