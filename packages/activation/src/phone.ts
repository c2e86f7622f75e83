import { client, ready } from "@serenity-kit/opaque";
import { isActivationPassword } from "@warifu/otp";
import type { OtpParameters } from "@warifu/otp";
import { isKe2 } from "./messages.ts";
import { isOtpParameters } from "./otp-parameters.ts";
import { identities, isIssuance, keyStretching } from "./protocol.ts";
import type { Issuance } from "./protocol.ts";
import { deriveTokenKey } from "./token-key.ts";

export { receiptFor } from "./receipt.ts";

/** What the customer typed, normalised: the IDs in their strict grammar, the password as 4 to 8 ASCII digits. */
export interface PhoneEntries extends Issuance {
  readonly activationPassword: string;
}

/** An exchange under way on the phone; it can be finished once. */
export interface PhoneExchange {
  /** First message, base64url (RFC 9807 §6: KE1). */
  readonly ke1: string;
  /**
   * Answers the service's message. undefined: the password is wrong, or nobody has that user ID, or the message is not one, or
   * the exchange was finished before; these cannot be told apart. `tokenKey`: 32 bytes, to be put into a non-extractable key and
   * overwritten. It takes most of a second, in which the thread does nothing else.
   */
  finish(
    ke2: string,
    parameters: OtpParameters,
  ): { readonly ke3: string; readonly tokenKey: Uint8Array<ArrayBuffer> } | undefined;
}

/**
 * The phone's half at 手順3 (RFC 9807 §6).
 * Rejects with a RangeError when the entries are not in their grammar: that is to be told before a try is spent.
 */
export async function startActivation({ serviceId, userId, activationPassword }: PhoneEntries): Promise<PhoneExchange> {
  const issuance = { serviceId, userId };
  if (!isIssuance(issuance)) throw new RangeError("An issuance has a service ID and a user ID");
  if (!isActivationPassword(activationPassword)) throw new RangeError("An activation password is 4 to 8 ASCII digits");
  await ready;
  const { startLoginRequest: ke1, clientLoginState } = client.startLogin({ password: activationPassword });
  let state: string | null = clientLoginState;
  return {
    ke1,
    finish(ke2, parameters) {
      const clientLoginState = state;
      state = null;
      if (clientLoginState === null || !isKe2(ke2) || !isOtpParameters(parameters)) return undefined;
      const agreed = finishLogin(clientLoginState, ke2, activationPassword, issuance);
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
