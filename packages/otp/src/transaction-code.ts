import type { Transaction, TransactionSuite } from "./code-for.ts";
import type { DerivedKey } from "./derived-key.ts";
import { truncateToBits } from "./hotp.ts";
import type { Algorithm, Hmac } from "./hotp.ts";

const digitsOf: Readonly<Record<TransactionSuite, number>> = {
  "OCRA-1:HOTP-SHA256-8:QH64": 8,
  "OCRA-1:HOTP-SHA256-9:QH64": 9,
  "OCRA-1:HOTP-SHA256-10:QH64": 10,
};

/** Bytes of a SHA-256 digest: 64 hexadecimal digits. */
const digestBytes = 32;
/** RFC 6287 §5.1: a question is padded with zeros to so many bytes. */
const questionBytes = 128;
const encoder = new TextEncoder();

/** Under which key a code over data is: for what the phone was sent, for what was typed into it, to stop it. */
type SigningKey = DerivedKey<"tx code" | "tx typed" | "tx stop">;

/**
 * The code over an operation's digest: OCRA (RFC 6287) with the digest as its one question, so that any OCRA library can check it.
 * @throws TypeError for another kind, RangeError for a digest of other than 32 bytes or an unknown suite
 */
export function transactionCode(hmac: Hmac, key: SigningKey, { kind, digest, suite }: Transaction): string {
  if (kind !== "transaction") throw new TypeError("A code over data is for a transaction");
  if (!(digest instanceof Uint8Array) || digest.length !== digestBytes) throw new RangeError("A digest has 32 bytes");
  if (!Object.hasOwn(digitsOf, suite)) throw new RangeError("A transaction's suite is one of three");
  return ocra(hmac, key, { suite, algorithm: "SHA-256", digits: digitsOf[suite] }, digest);
}

/**
 * Whether it is the code over exactly these data. The one code there is, is compared in constant time.
 * @param code as it was typed; anything but the suite's number of ASCII digits fits nothing
 * @throws as `transactionCode`
 */
export function isTransactionCode(hmac: Hmac, key: SigningKey, code: string, transaction: Transaction): boolean {
  const right = transactionCode(hmac, key, transaction);
  if (typeof code !== "string" || code.length !== right.length || !/^[0-9]+$/.test(code)) return false;
  // Of at most ten digits: whether two numbers are equal takes the processor one comparison.
  return Number(code) === Number(right);
}

interface OcraSuite {
  readonly suite: string;
  readonly algorithm: Algorithm;
  readonly digits: number;
}

/** RFC 6287 §5.1 and §5.2 for suites whose data input is one question: HMAC(K, suite ‖ 00 ‖ question, padded), truncated. */
export function ocra(
  hmac: Hmac,
  key: Uint8Array,
  { suite, algorithm, digits }: OcraSuite,
  question: Uint8Array,
): string {
  if (key.length === 0) throw new RangeError("A key is not empty");
  if (question.length > questionBytes) throw new RangeError("A question has at most 128 bytes");
  const head = encoder.encode(suite);
  const message = new Uint8Array(head.length + 1 + questionBytes);
  message.set(head);
  message.set(question, head.length + 1);
  return String(truncateToBits(hmac(algorithm, key)(message)) % 10 ** digits).padStart(digits, "0");
}
