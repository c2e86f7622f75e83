import { createHash } from "node:crypto";
import { hotp } from "@warifu/otp";
import { nodeHmac } from "@warifu/otp/node";

/** One institution with its customers, as the load client and the faults know it. Goes between processes as JSON. */
export interface Bank {
  readonly institutionId: string;
  readonly apiKey: string;
  /** Customers are `customer-0` … ; each has one imported token. */
  readonly customers: number;
  readonly periodSeconds: number;
}

export function customerIdOf(index: number): string {
  return `customer-${index}`;
}

/** The key of a customer's token: made from the name, so that no process has to be told. */
export function keyOfCustomer(customerId: string): Uint8Array {
  return createHash("sha256").update(`torture:${customerId}`).digest();
}

/** What the customer's phone shows at that step. */
export function codeOf(customerId: string, step: number): string {
  return hotp(nodeHmac, keyOfCustomer(customerId), step, { algorithm: "SHA-256", digits: 8 });
}

/** A code that the customer's phone does not show within two steps of the moment, so that it can only be wrong. */
export function wrongCodeOf(customerId: string, now: number, salt: number): string {
  const near = new Set([-2, -1, 0, 1, 2].map((offset) => codeOf(customerId, now + offset)));
  for (let tried = salt; ; tried++) {
    const code = String(tried % 100_000_000).padStart(8, "0");
    if (!near.has(code)) return code;
  }
}
