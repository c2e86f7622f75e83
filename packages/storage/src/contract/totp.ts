import { createHmac } from "node:crypto";
import { sampleKey } from "./samples.ts";

/** The code of a moment (RFC 6238; SHA-256, 8 digits, 60 s), computed here anew and not by the code under test. */
export function codeAt(timeMs: number, key: Uint8Array = sampleKey): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(timeMs / 60_000)));
  const mac = createHmac("sha256", key).update(counter).digest();
  const offset = (mac.at(-1) ?? 0) & 0x0f;
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 100_000_000).padStart(8, "0");
}
