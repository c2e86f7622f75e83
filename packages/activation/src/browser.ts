import { client, ready } from "@serenity-kit/opaque";
import { identities, keyStretching } from "./protocol.ts";
import type { Issuance } from "./protocol.ts";

/** A registration under way in the customer's browser. */
export interface Registration {
  /** For the service; base64url. */
  readonly registrationRequest: string;
  /** Makes the record for the service. @throws Error when the response is not one */
  finish(registrationResponse: string, issuance: Issuance): { readonly registrationRecord: string };
}

/**
 * The browser's half at 手順1: OPAQUE registration of the activation password (RFC 9807 §5). The password stays in this window;
 * what leaves it tells nothing about it, not even to the service.
 */
export async function startRegistration(activationPassword: string): Promise<Registration> {
  await ready;
  const { registrationRequest, clientRegistrationState } = client.startRegistration({ password: activationPassword });
  return {
    registrationRequest,
    finish(registrationResponse, issuance) {
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
