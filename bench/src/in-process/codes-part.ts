import { randomBytes } from "node:crypto";
import { totp } from "@warifu/otp";
import { nodeHmac } from "@warifu/otp/node";
import { median } from "../http/summarise.ts";
import type { CodesRatios } from "../http/targets.ts";
import { contenders } from "./contenders.ts";
import { measure } from "./measure.ts";
import type { Measured } from "./measure.ts";

export interface CodesMeasured {
  /** A wrong code: nobody may stop at the first match, so all compute three steps. */
  readonly wrong: readonly Measured[];
  /** The code of this minute: whoever may stop early does. */
  readonly right: readonly Measured[];
  readonly ratios: CodesRatios;
}

const rounds = 30;

/** How fast a code is checked within one process, our way and others'. Nothing of the service (HTTP, storage, commit) is in it. */
export function measureCodes(seconds: number): CodesMeasured {
  const key = randomBytes(32);
  const nowMs = Date.now();
  const code = totp(nodeHmac, key, nowMs, { algorithm: "SHA-256", digits: 8, periodSeconds: 60 });
  const wrongCode = String((Number(code) + 1) % 100_000_000).padStart(8, "0");
  const all = contenders(key, nowMs);
  const roundMs = (seconds * 1000) / (2 * rounds * all.length);
  const wrong = measure(all, { code: wrongCode, isRight: false }, { rounds, roundMs });
  const right = measure(all, { code, isRight: true }, { rounds, roundMs });
  const of = (measured: readonly Measured[], name: string) => measured.find((one) => one.name === name);
  const ours = "warifu findStep";
  return {
    wrong,
    right,
    ratios: {
      bareLoop: ratioOf(of(wrong, ours), of(wrong, "bare loop of three HMACs")),
      otpauthRight: ratioOf(of(right, ours), of(right, "otpauth validate")),
      otplibRight: ratioOf(of(right, ours), of(right, "otplib verifySync, as it comes")),
      otplibOnNodeRight: ratioOf(of(right, ours), of(right, "otplib verifySync, Node's HMAC")),
    },
  };
}

function ratioOf(above: Measured | undefined, below: Measured | undefined): number {
  const pairs = above?.rounds.map((rate, round) => rate / (below?.rounds[round] ?? Number.NaN)) ?? [];
  return median(pairs);
}
