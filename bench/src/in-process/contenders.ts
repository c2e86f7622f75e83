import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { asStep, counterBytes, findStep, stepAt, presence } from "@warifu/otp";
import { nobleHmac } from "@warifu/otp/noble";
import { nodeHmac } from "@warifu/otp/node";
import { Secret, TOTP } from "otpauth";
import { verifySync } from "otplib";

/** One way to check a code over three time steps (one before, now, one after), SHA-256, 8 digits, 60 s. */
export interface Contender {
  readonly name: string;
  /** What its HMAC is made of: three of them are most of the work. */
  readonly hmac: "node:crypto" | "JavaScript";
  /** true when the code is right. */
  check(code: string): boolean;
}

const digits = 8;
const periodSeconds = 60;

/** The same key and the same moment for all. What each can prepare once per key it prepares here. */
export function contenders(key: Uint8Array, nowMs: number): readonly Contender[] {
  const centre = stepAt(nowMs, periodSeconds);
  const ours = (hmac: typeof nodeHmac) => (code: string) =>
    findStep({
      codeFor: presence,
      hmac,
      key,
      code,
      parameters: { algorithm: "SHA-256", digits, periodSeconds },
      centre,
      pastSteps: 1,
      futureSteps: 1,
      lastStep: asStep(-1),
    }).kind === "fresh";

  const otpauth = new TOTP({
    secret: new Secret({ buffer: key.slice().buffer }),
    algorithm: "SHA256",
    digits,
    period: periodSeconds,
  });

  const otplibOptions = {
    secret: key,
    algorithm: "sha256",
    digits,
    period: periodSeconds,
    epoch: nowMs / 1000,
    epochTolerance: periodSeconds,
  } as const;
  const otplibOnNode = {
    name: "node",
    hmac: (algorithm: string, secret: Uint8Array, data: Uint8Array): Uint8Array =>
      createHmac(algorithm, secret).update(data).digest(),
    randomBytes: (length: number): Uint8Array => randomBytes(length),
    constantTimeEqual: (a: string | Uint8Array, b: string | Uint8Array): boolean =>
      a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b)),
  };

  return [
    { name: "bare loop of three HMACs", hmac: "node:crypto", check: bareLoop(key, centre) },
    { name: "warifu findStep", hmac: "node:crypto", check: ours(nodeHmac) },
    {
      name: "otpauth validate",
      hmac: "node:crypto",
      check: (token) => otpauth.validate({ token, timestamp: nowMs, window: 1 }) !== null,
    },
    {
      name: "otplib verifySync, Node's HMAC",
      hmac: "node:crypto",
      check: (token) => verifySync({ ...otplibOptions, crypto: otplibOnNode, token }).valid,
    },
    { name: "warifu findStep, noble's HMAC", hmac: "JavaScript", check: ours(nobleHmac) },
    {
      name: "otplib verifySync, as it comes",
      hmac: "JavaScript",
      check: (token) => verifySync({ ...otplibOptions, token }).valid,
    },
  ];
}

/** The floor under everybody: the same three HMACs, truncated and compared as numbers, with nothing checked or guarded. */
function bareLoop(key: Uint8Array, centre: number): (code: string) => boolean {
  return (code) => {
    const wanted = Number(code);
    let found = false;
    for (let step = centre - 1; step <= centre + 1; step++) {
      const mac = createHmac("sha256", key)
        .update(counterBytes(asStep(step)))
        .digest();
      const offset = (mac.at(-1) ?? 0) & 15;
      if ((mac.readUInt32BE(offset) & 0x7fffffff) % 10 ** digits === wanted) found = true;
    }
    return found;
  };
}
