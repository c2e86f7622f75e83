import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";
import { ready, server } from "@serenity-kit/opaque";
import type { OtpParameters } from "@warifu/otp";
import { encodeBase64url } from "./base64url.ts";
import { readExchangeState, writeExchangeState } from "./exchange-state.ts";
import { isKe1, isKe3, isReceipt, isRegistrationRecord, isRegistrationRequest, isStatusProof } from "./messages.ts";
import { isOtpParameters } from "./otp-parameters.ts";
import { identities, isIssuance, receiptText, statusText } from "./protocol.ts";
import type { Issuance, StatusStatement } from "./protocol.ts";
import { deriveTokenKey } from "./token-key.ts";

export { isKe1, isKe3, isReceipt, isRegistrationRecord, isRegistrationRequest } from "./messages.ts";

/** The one refusal: malformed, wrong and impossible are not told apart. */
interface Refused {
  readonly ok: false;
}

/** The service's half. It keeps nothing between calls: whoever calls keeps `exchangeState`, gives it out once, and forgets it. */
export interface ActivationServer {
  /** 手順1: answers the browser's registration request. `value`: base64url. Refused when an ID or the message is malformed. */
  registrationResponse(
    request: Issuance & { readonly registrationRequest: string },
  ): { readonly ok: true; readonly value: string } | Refused;

  /**
   * 手順3, first half: answers KE1. With `registrationRecord: null` the answer is made up (RFC 9807 §10.9), equal in shape and size
   * and from the same computation, and no KE3 will ever fit it. Refused when an ID, the record or the message is malformed.
   * @throws RangeError when `parameters` are none: they come from the policy, not from the phone
   */
  start(request: {
    readonly serviceId: string;
    readonly userId: string;
    readonly registrationRecord: string | null;
    readonly ke1: string;
    readonly parameters: OtpParameters;
  }): { readonly ok: true; readonly ke2: string; readonly exchangeState: string } | Refused;

  /**
   * 手順3, second half: the 32 bytes of the token's key, if KE3 proves that the phone knew the activation password. The library
   * would take the same state twice: that it is given out once is the business of whoever keeps it.
   */
  finish(request: {
    readonly exchangeState: string;
    readonly ke3: string;
  }): { readonly ok: true; readonly tokenKey: Uint8Array } | Refused;

  /** Whether the receipt was made with this key of 32 bytes for this issuance; compared in constant time. */
  receiptMatches(tokenKey: Uint8Array, issuance: Issuance, receipt: string): boolean;

  /** Whether this statement was signed with this key of 32 bytes; compared in constant time. Whether it is fresh is the caller's business. */
  statusProofMatches(tokenKey: Uint8Array, statement: StatusStatement, proof: string): boolean;
}

/** A new OPAQUE set-up: the service's own key pair and OPRF seed. Whoever has it can impersonate the service: keep it sealed. */
export async function createServerSetup(): Promise<string> {
  await ready;
  return server.createSetup();
}

/** Rejects with an Error when the set-up is none that `createServerSetup` made. */
export async function makeActivationServer({
  serverSetup,
}: {
  readonly serverSetup: string;
}): Promise<ActivationServer> {
  await ready;
  // Fails now, with the reason, and not at the first customer.
  server.getPublicKey(serverSetup);
  return {
    registrationResponse: ({ serviceId, userId, registrationRequest }) =>
      attempt(() => {
        if (!isIssuance({ serviceId, userId }) || !isRegistrationRequest(registrationRequest)) return null;
        const made = server.createRegistrationResponse({ serverSetup, userIdentifier: userId, registrationRequest });
        return { ok: true, value: made.registrationResponse };
      }),

    start({ serviceId, userId, registrationRecord, ke1, parameters }) {
      if (!isOtpParameters(parameters)) throw new RangeError("These are no parameters of a one-time password");
      return attempt(() => {
        if (registrationRecord !== null && !isRegistrationRecord(registrationRecord)) return null;
        if (!isIssuance({ serviceId, userId }) || !isKe1(ke1)) return null;
        const { loginResponse: ke2, serverLoginState } = server.startLogin({
          serverSetup,
          userIdentifier: userId,
          registrationRecord,
          startLoginRequest: ke1,
          identifiers: identities({ serviceId, userId }),
        });
        const exchange = { serverLoginState, ke1, ke2, serviceId, userId, parameters };
        return { ok: true, ke2, exchangeState: writeExchangeState(exchange) };
      });
    },

    finish: ({ exchangeState, ke3 }) =>
      attempt(() => {
        const exchange = readExchangeState(exchangeState);
        if (exchange === null || !isKe3(ke3)) return null;
        const { serverLoginState, ke1, ke2, serviceId, userId, parameters } = exchange;
        const issuance = { serviceId, userId };
        const identifiers = identities(issuance);
        const { sessionKey } = server.finishLogin({ serverLoginState, finishLoginRequest: ke3, identifiers });
        return { ok: true, tokenKey: deriveTokenKey(sessionKey, { ke1, ke2, ke3 }, issuance, parameters) };
      }),

    receiptMatches(tokenKey, issuance, receipt) {
      if (tokenKey.length !== 32 || !isIssuance(issuance) || !isReceipt(receipt)) return false;
      const expected = encodeBase64url(hmac(sha256, tokenKey, utf8ToBytes(receiptText(issuance))));
      return equalTexts(expected, receipt);
    },

    statusProofMatches(tokenKey, statement, proof) {
      if (tokenKey.length !== 32 || !isIssuance(statement) || !isStatusProof(proof)) return false;
      if (!Number.isSafeInteger(statement.madeAtMs) || statement.madeAtMs < 0) return false;
      return equalTexts(encodeBase64url(hmac(sha256, tokenKey, utf8ToBytes(statusText(statement)))), proof);
    },
  };
}

/** The library throws for whatever is not a message of the protocol; to the caller that is the one refusal. */
function attempt<Answer extends { readonly ok: true }>(answer: () => Answer | null): Answer | Refused {
  try {
    return answer() ?? { ok: false };
  } catch {
    return { ok: false };
  }
}

/** Two texts of one length, compared without stopping at the first difference. */
function equalTexts(one: string, other: string): boolean {
  let difference = one.length ^ other.length;
  for (let index = 0; index < one.length; index++) difference |= one.charCodeAt(index) ^ other.charCodeAt(index);
  return difference === 0;
}
