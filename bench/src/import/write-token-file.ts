import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { base32Encode } from "@warifu/otp";
import { tokenKeyOf } from "../population/population.ts";

const linesAtOnce = 1000;

/** A file as another system would export it: so many tokens of customers whom nobody knows yet. */
export async function writeTokenFile(path: string, tokens: number): Promise<void> {
  await pipeline(Readable.from(pieces(tokens)), createWriteStream(path, { mode: 0o600 }));
}

function* pieces(tokens: number): Generator<string> {
  yield "customerId,otpauth\n";
  for (let from = 0; from < tokens; from += linesAtOnce) {
    const count = Math.min(linesAtOnce, tokens - from);
    yield Array.from({ length: count }, (_, index) => lineOf(from + index)).join("");
  }
}

function lineOf(number: number): string {
  const secret = base32Encode(tokenKeyOf(number)).replaceAll("=", "");
  const customerId = `moved-${String(number).padStart(9, "0")}`;
  return `${customerId},otpauth://totp/Ozora:${customerId}?secret=${secret}&algorithm=SHA256&digits=8&period=60\n`;
}
