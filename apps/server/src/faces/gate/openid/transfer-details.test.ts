import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readTransferDetails } from "./transfer-details.ts";

const whole = {
  type: "warifu_transfer",
  instructedAmount: { currency: "JPY", amount: "12000" },
  creditorName: "ヤマダ タロウ",
  creditorAccount: "青空銀行 本店 1234567",
};
const read = (...details: readonly unknown[]) => readTransferDetails(JSON.stringify(details));

describe("authorization details of a transfer", () => {
  it("are an amount in yen, a payee and an account, as they came", () => {
    expect(read(whole)).toEqual({ amountYen: 12_000, payee: "ヤマダ タロウ", account: "青空銀行 本店 1234567" });
  });

  it("may name the amount or the payee alone, but not nothing", () => {
    const { type, instructedAmount, creditorName, creditorAccount } = whole;
    expect(read({ type, instructedAmount })).toEqual({ amountYen: 12_000, payee: null, account: null });
    expect(read({ type, creditorName })).toEqual({ amountYen: null, payee: "ヤマダ タロウ", account: null });
    expect(read({ type })).toBeNull();
    expect(read({ type, creditorAccount })).toBeNull();
  });

  it.each([
    ["no list", JSON.stringify(whole)],
    ["an empty list", "[]"],
    ["two of them", JSON.stringify([whole, whole])],
    ["no JSON", "[{"],
    ["nothing", ""],
    ["no text", undefined],
    ["several values", [JSON.stringify([whole])]],
    ["more than 2000 characters", `${JSON.stringify([whole])}${" ".repeat(2000)}`],
  ])("are refused as %s", (_what, parameter) => {
    expect(readTransferDetails(parameter)).toBeNull();
  });

  it.each([
    ["another type", { type: "payment_initiation" }],
    ["a field nobody knows", { note: "x" }],
    ["another currency", { instructedAmount: { currency: "USD", amount: "1" } }],
    ["an amount as a number", { instructedAmount: { currency: "JPY", amount: 12_000 } }],
    ...["0", "-1", "1.5", "1e3", "012", "１２", "1,000", "9".repeat(14), " 1", "1\n"].map((amount) => [
      `the amount ${JSON.stringify(amount)}`,
      { instructedAmount: { currency: "JPY", amount } },
    ]),
    ["a field in the amount that nobody knows", { instructedAmount: { currency: "JPY", amount: "1", fee: "2" } }],
    ["an empty payee", { creditorName: "" }],
    ["a payee of spaces", { creditorName: "　 " }],
    ["a payee of marks only", { creditorName: "---" }],
    ["a payee of 71 characters", { creditorName: "あ".repeat(71) }],
    ["a payee of two lines", { creditorName: "ヤマダ\nタロウ" }],
    ["a payee turned round", { creditorName: "ヤマダ\u202Eタロウ" }],
    ["a payee with something unseen in it", { creditorName: "ヤマダ\u200Bタロウ" }],
    ["half a character", { creditorName: "ヤマダ\uD800" }],
    ["a payee that is a list", { creditorName: ["ヤマダ"] }],
    ["an account of two lines", { creditorAccount: "青空銀行\u2028本店" }],
  ] as readonly (readonly [string, object])[])("are refused with %s", (_what, change) => {
    expect(read({ ...whole, ...change })).toBeNull();
  });

  it("whatever comes, it is read or refused, never thrown", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json(), fc.anything()), (parameter) => {
        readTransferDetails(parameter);
      }),
    );
  });
});
