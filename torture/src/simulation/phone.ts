import { stepAt, totp, type OtpParameters } from "@warifu/otp";
import { nodeHmac } from "@warifu/otp/node";
import type { HostClock } from "./timeline.ts";

/** A code that was shown and given away: from then on anybody may have it. */
export interface SeenCode {
  readonly phone: Phone;
  readonly step: number;
  readonly otp: string;
  readonly atMs: number;
}

export const parameters: OtpParameters = { algorithm: "SHA-256", digits: 8, periodSeconds: 30 };

/** The customer's phone. It shows what its own clock says. */
export class Phone {
  readonly customerId: string;
  readonly clock: HostClock;
  key: Uint8Array;
  /** Set up, and the code of 手順5 is still to be accepted. */
  isUnconfirmed = false;

  constructor(customerId: string, clock: HostClock) {
    this.customerId = customerId;
    this.clock = clock;
    this.key = new Uint8Array(32);
  }

  /** The code of now, put down among those that were seen. */
  show(seen: SeenCode[], trueMs: number): string {
    const atMs = this.clock.nowMs();
    const otp = totp(nodeHmac, this.key, atMs, parameters);
    seen.push({ phone: this, step: stepAt(atMs, parameters.periodSeconds), otp, atMs: trueMs });
    return otp;
  }
}
