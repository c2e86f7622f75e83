import { defaultPolicy } from "@warifu/rules";
import { compareLedger } from "../ledger/compare-ledger.ts";
import type { CompareOptions, Comparison } from "../ledger/compare-ledger.ts";
import { readLedger } from "../ledger/ledger.ts";
import { readStored } from "../ledger/read-stored.ts";
import { expectNone, expectThat } from "./fault.ts";
import type { SetUp } from "./set-up-bank.ts";

/** Reads ledger and database and compares them. No server may own the SQLite file now. */
export async function compare(
  setUp: SetUp,
  ledgerFile: string,
  options: Partial<CompareOptions> = {},
): Promise<Comparison> {
  const storage = await setUp.open();
  try {
    const stored = await readStored(storage, setUp.bank);
    const { wrongCodesUntilPause } = defaultPolicy;
    return compareLedger(readLedger(ledgerFile), stored, { wrongCodesUntilPause, ...options });
  } finally {
    await storage.close();
  }
}

/** The ledger and the database agree, and enough happened for that to mean something. @throws otherwise */
export async function expectSame(
  setUp: SetUp,
  ledgerFile: string,
  { atLeast, ...options }: Partial<CompareOptions> & { readonly atLeast: number },
): Promise<string> {
  const compared = await compare(setUp, ledgerFile, options);
  expectNone(compared.problems);
  const { requests, accepted, refused, unknown } = compared;
  expectThat(accepted >= atLeast, `Only ${accepted} codes were accepted: that proves little`);
  return `${requests} requests: ${accepted} accepted, ${refused} refused, ${unknown} without a verdict; none lost, none twice`;
}
