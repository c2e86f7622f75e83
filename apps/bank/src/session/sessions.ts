import { randomBytes } from "node:crypto";
import type { BankCustomer } from "../customers.ts";

/** What the customer wants to pay, checked and waiting for the code. */
export interface Transfer {
  readonly payee: string;
  readonly bank: string;
  readonly account: string;
  readonly amountYen: number;
}

/** What the gate was asked for, so that its answer can be bound to this browser and this wish. */
export interface Asked {
  readonly purpose: "login" | "transfer";
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
  readonly transfer: Transfer | null;
}

export interface Session {
  /** Knows the password. Only after the gate's answer is the customer signed in. */
  readonly customer: BankCustomer;
  readonly signedIn: boolean;
  /** How the gate let the customer in: with a code, or because no application is registered, or "later". */
  readonly proof: "otp" | "none" | "later" | null;
  /** What the gate was asked for and has not answered yet, the newest first: a customer may have several windows open. */
  readonly asked: readonly Asked[];
  readonly draft: Transfer | null;
  readonly receipt: (Transfer & { readonly atMs: number }) | null;
  readonly lastSeenMs: number;
}

const idleMs = 30 * 60 * 1000;
/** Meanwhile the customer is at the gate, which lets a visit be lengthened up to two hours. */
const atGateMs = 2 * 60 * 60 * 1000;
const askedAtOnce = 5;

/** Sessions of the sample bank, in memory: a restart signs everybody out. */
export class Sessions {
  readonly #sessions = new Map<string, Session>();
  readonly #nowMs: () => number;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  /** A new id at every change of what the session may do: an id somebody planted is worth nothing. */
  start(session: Omit<Session, "lastSeenMs">, earlierId: string | null): string {
    if (earlierId !== null) this.#sessions.delete(earlierId);
    const id = randomBytes(24).toString("base64url");
    this.#sessions.set(id, { ...session, lastSeenMs: this.#nowMs() });
    return id;
  }

  find(id: string | null): Session | null {
    const session = id === null ? undefined : this.#sessions.get(id);
    if (id === null || session === undefined) return null;
    if (this.#nowMs() - session.lastSeenMs > (session.asked.length > 0 ? atGateMs : idleMs)) {
      this.#sessions.delete(id);
      return null;
    }
    const seen = { ...session, lastSeenMs: this.#nowMs() };
    this.#sessions.set(id, seen);
    return seen;
  }

  change(id: string, change: Partial<Session>): void {
    const session = this.#sessions.get(id);
    if (session !== undefined) this.#sessions.set(id, { ...session, ...change });
  }

  /** Remembers what the gate was asked, so that its answer can be told from one to somebody else. */
  ask(id: string, asked: Asked): void {
    const earlier = this.#sessions.get(id)?.asked ?? [];
    this.change(id, { asked: [asked, ...earlier].slice(0, askedAtOnce) });
  }

  end(id: string | null): void {
    if (id !== null) this.#sessions.delete(id);
  }
}
