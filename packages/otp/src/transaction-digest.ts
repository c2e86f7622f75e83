import type { TokenNames } from "./derived-key.ts";
import { isServiceId } from "./service-id.ts";
import { isUserId } from "./user-id.ts";

/** SHA-256 (FIPS 180-4) as a parameter, as `Hmac` is. */
export type Sha256 = (message: Uint8Array) => Uint8Array;

/** An operation as the phone is sent it. */
export interface SignedOperation {
  /** Names the token's key: 4 bytes. */
  readonly keyId: Uint8Array;
  /** 8 random bytes. */
  readonly operationId: Uint8Array;
  /** The operation's fields as they are sealed, without the moment when they were drawn: a redrawn one has the same code. */
  readonly fields: Uint8Array;
}

const version = 1;
const keyIdBytes = 4;
const operationIdBytes = 8;
const encoder = new TextEncoder();

/**
 * What the code for an operation is over: SHA-256("warifu tx v1" ‖ version ‖ key ID ‖ operation ID ‖ fields). All before the fields has
 * a fixed length: no two operations have one text.
 * @throws RangeError for IDs of another length, or without fields
 */
export function transactionDigest(sha256: Sha256, { keyId, operationId, fields }: SignedOperation): Uint8Array {
  if (keyId.length !== keyIdBytes) throw new RangeError("A key ID has 4 bytes");
  if (operationId.length !== operationIdBytes) throw new RangeError("An operation's ID has 8 bytes");
  if (fields.length === 0) throw new RangeError("An operation has fields");
  const head = encoder.encode("warifu tx v1");
  const text = new Uint8Array(head.length + 1 + keyIdBytes + operationIdBytes + fields.length);
  let end = 0;
  for (const part of [head, Uint8Array.of(version), keyId, operationId, fields]) {
    text.set(part, end);
    end += part.length;
  }
  return sha256(text);
}

/** What somebody types into the phone from the invoice, where it cannot be sent the operation. */
export interface TypedTransfer {
  /** 6 digits that the bank shows. */
  readonly challenge: string;
  /** The payee's account: 7 digits. */
  readonly account: string;
  /** In the currency's smallest unit, without leading zeros: 1 to 13 digits. */
  readonly amount: string;
}

/**
 * SHA-256("warifu typed v1" ‖ service ID ‖ user ID ‖ challenge ‖ "|" ‖ account ‖ "|" ‖ amount): what the fingers type is what is signed.
 * @throws RangeError for what does not keep its grammar
 */
export function typedDigest(
  sha256: Sha256,
  { serviceId, userId }: TokenNames,
  { challenge, account, amount }: TypedTransfer,
): Uint8Array {
  if (!isServiceId(serviceId) || !isUserId(userId)) throw new RangeError("A token has a service ID and a user ID");
  if (!isText(challenge, /^[0-9]{6}$/)) throw new RangeError("A challenge has 6 digits");
  if (!isText(account, /^[0-9]{7}$/)) throw new RangeError("An account has 7 digits");
  if (!isText(amount, /^[1-9][0-9]{0,12}$/))
    throw new RangeError("An amount has 1 to 13 digits and does not begin with 0");
  return sha256(encoder.encode(`warifu typed v1${serviceId}${userId}${challenge}|${account}|${amount}`));
}

function isText(text: unknown, form: RegExp): boolean {
  return typeof text === "string" && form.test(text);
}
