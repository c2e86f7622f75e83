import type { Hmac } from "./hotp.ts";
import { isServiceId } from "./service-id.ts";
import { isUserId } from "./user-id.ts";

/** What a key is derived for: the transaction's data, its code, its code for typed data, its stop code, the caller check. */
export type KeyUse = "tx data" | "tx code" | "tx typed" | "tx stop" | "call";

/** A key of one use. Nothing that is checked by another key takes it. */
export type DerivedKey<Use extends KeyUse = KeyUse> = Uint8Array & { readonly __use: Use };

/** Whose token it is: two tokens with the same key by accident still have different derived keys. */
export interface TokenNames {
  /** 8 digits. */
  readonly serviceId: string;
  /** 16 characters. */
  readonly userId: string;
}

const encoder = new TextEncoder();

/**
 * HKDF-Expand (RFC 5869 §2.3) of a token's key to one block: HMAC-SHA-256 of `info ‖ 0x01`, so that an HMAC key which cannot be read
 * out suffices. A code of the time hashes eight bytes and `info` is longer than twenty: the two never meet.
 * @param tokenKey of a token that this service issued
 * @throws RangeError for an empty key, and for names that are none: imported tokens have no user ID, and no derived keys
 */
export function derivedKey<Use extends KeyUse>(
  hmac: Hmac,
  tokenKey: Uint8Array,
  use: Use,
  { serviceId, userId }: TokenNames,
): DerivedKey<Use> {
  if (tokenKey.length === 0) throw new RangeError("A key is not empty");
  if (!isServiceId(serviceId)) throw new RangeError("A service ID has 8 digits");
  if (!isUserId(userId)) throw new RangeError("A user ID has 16 characters, the last of which fits the others");
  const info = encoder.encode(`warifu ${use} v1|${serviceId}|${userId}`);
  const message = new Uint8Array(info.length + 1);
  message.set(info);
  message[info.length] = 1;
  return Uint8Array.from(hmac("SHA-256", tokenKey)(message)) as DerivedKey<Use>;
}
