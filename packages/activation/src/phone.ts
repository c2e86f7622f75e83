import { client, ready } from "@serenity-kit/opaque";
import type { OtpParameters } from "@warifu/otp";
import { encodeBase64url } from "./base64url.ts";
import { isKe2 } from "./messages.ts";
import { identities, keyStretching, receiptText } from "./protocol.ts";
import type { Issuance } from "./protocol.ts";
import { deriveTokenKey } from "./token-key.ts";

export interface PhoneEntries extends Issuance {
  readonly activationPassword: string;
}

/** An exchange under way on the phone; it can be finished once. */
export interface PhoneExchange {
  /** First message, base64url (RFC 9807 §6: KE1). */
  readonly ke1: string;
  /**
   * Answers the service's message. undefined: the password is wrong, or nobody has that user ID, or the message is not one; these
   * cannot be told apart. `tokenKey`: 32 bytes, to be put into a non-extractable key and overwritten.
   */
  finish(
    ke2: string,
    parameters: OtpParameters,
  ): { readonly ke3: string; readonly tokenKey: Uint8Array<ArrayBuffer> } | undefined;
}

/** The phone's half at 手順3 (RFC 9807 §6). */
export async function startActivation({ serviceId, userId, activationPassword }: PhoneEntries): Promise<PhoneExchange> {
  await ready;
  const issuance = { serviceId, userId };
  const { startLoginRequest: ke1, clientLoginState } = client.startLogin({ password: activationPassword });
  let state: string | null = clientLoginState;
  return {
    ke1,
    finish(ke2, parameters) {
      if (state === null || !isKe2(ke2)) return undefined;
      const agreed = finishLogin(state, ke2, activationPassword, issuance);
      state = null;
      if (agreed === undefined) return undefined;
      const { finishLoginRequest: ke3, sessionKey } = agreed;
      return { ke3, tokenKey: deriveTokenKey(sessionKey, { ke1, ke2, ke3 }, issuance, parameters) };
    },
  };
}

function finishLogin(clientLoginState: string, ke2: string, password: string, issuance: Issuance) {
  try {
    const identifiers = identities(issuance);
    return client.finishLogin({ clientLoginState, loginResponse: ke2, password, identifiers, keyStretching });
  } catch {
    // A message that decodes to no point of the group. Nothing better can be said of it than of a wrong password.
    return undefined;
  }
}

/**
 * Proof that the phone has kept the token's key: HMAC-SHA-256 under it over the issuance, base64url. Takes the key as it lies in
 * storage, non-extractable, so the proof is of the kept key and not of the one in memory.
 */
export async function receiptFor(tokenKey: CryptoKey, issuance: Issuance): Promise<string> {
  const text = new TextEncoder().encode(receiptText(issuance));
  return encodeBase64url(new Uint8Array(await globalThis.crypto.subtle.sign("HMAC", tokenKey, text)));
}
