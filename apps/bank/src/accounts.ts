/** One line of 入出金明細. */
export interface Booking {
  readonly atMs: number;
  readonly textJa: string;
  readonly textEn: string;
  readonly amountYen: number;
}

export interface Account {
  readonly branchJa: string;
  readonly branchEn: string;
  readonly number: string;
  readonly balanceYen: number;
  readonly bookings: readonly Booking[];
}

const dayMs = 24 * 60 * 60 * 1000;

/** The sample bank's books: in memory, the same opening for everyone. */
export class Accounts {
  readonly #accounts = new Map<string, Account>();
  readonly #nowMs: () => number;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  of(customerId: string): Account {
    const known = this.#accounts.get(customerId);
    if (known !== undefined) return known;
    const opened = opening(this.#nowMs());
    this.#accounts.set(customerId, opened);
    return opened;
  }

  /** Books a transfer. Gives false when the balance does not suffice. */
  transfer(customerId: string, payee: string, amountYen: number): boolean {
    const account = this.of(customerId);
    if (account.balanceYen < amountYen) return false;
    const booking = {
      atMs: this.#nowMs(),
      textJa: `振込 ${payee}`,
      textEn: `Transfer to ${payee}`,
      amountYen: -amountYen,
    };
    const balanceYen = account.balanceYen - amountYen;
    this.#accounts.set(customerId, { ...account, balanceYen, bookings: [booking, ...account.bookings] });
    return true;
  }
}

function opening(nowMs: number): Account {
  return {
    branchJa: "本店営業部",
    branchEn: "Head Office",
    number: "1234567",
    balanceYen: 1_284_350,
    bookings: [
      { atMs: nowMs - 2 * dayMs, textJa: "電気料金", textEn: "Electricity", amountYen: -8_420 },
      { atMs: nowMs - 7 * dayMs, textJa: "給与", textEn: "Salary", amountYen: 268_000 },
      { atMs: nowMs - 9 * dayMs, textJa: "ＡＴＭ 引出し", textEn: "Cash withdrawal", amountYen: -30_000 },
      { atMs: nowMs - 15 * dayMs, textJa: "水道料金", textEn: "Water", amountYen: -4_310 },
    ],
  };
}
