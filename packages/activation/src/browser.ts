import { client, ready } from "@serenity-kit/opaque";
import { isActivationPassword } from "@warifu/otp";
import { isRegistrationResponse } from "./messages.ts";
import { identities, isIssuance, keyStretching } from "./protocol.ts";
import type { Issuance } from "./protocol.ts";

/** A registration under way in the customer's browser. */
export interface Registration {
  /** For the service; base64url. */
  readonly registrationRequest: string;
  /**
   * Makes the record for the service; base64url. It can be called once: a second record would belong to another issuance, and
   * the password has to be asked for again.
   * @throws Error when it was called before, or when the service's answer is none: the IDs or the message are malformed
   */
  finish(registrationResponse: string, issuance: Issuance): { readonly registrationRecord: string };
}

/**
 * The browser's half at 手順1: OPAQUE registration of the activation password (RFC 9807 §5). The password stays in this window;
 * what leaves it tells nothing about it, not even to the service. `activationPassword`: normalised, 4 to 8 ASCII digits.
 * Rejects with a RangeError when it is not that: on the phone it could never be typed again.
 */
export async function startRegistration(activationPassword: string): Promise<Registration> {
  if (!isActivationPassword(activationPassword)) throw new RangeError("An activation password is 4 to 8 ASCII digits");
  await ready;
  const { registrationRequest, clientRegistrationState } = client.startRegistration({ password: activationPassword });
  let state: string | null = clientRegistrationState;
  return {
    registrationRequest,
    finish(registrationResponse, issuance) {
      if (state === null) throw new Error("This registration has been finished");
      const clientRegistrationState = state;
      state = null;
      if (!isIssuance(issuance) || !isRegistrationResponse(registrationResponse)) {
        throw new Error("The service's answer is no registration response");
      }
      const { registrationRecord } = client.finishRegistration({
        password: activationPassword,
        registrationResponse,
        clientRegistrationState,
        identifiers: identities(issuance),
        keyStretching,
      });
      return { registrationRecord };
    },
  };
}
