import { isCustomerId } from "@warifu/otp";
import { isReference } from "@warifu/rules";
import { attributesOf, attributeTypes } from "./packet.ts";
import type { Packet } from "./packet.ts";
import { uncoverPassword } from "./user-password.ts";

/** What an authentic request asks. */
export interface AccessRequest {
  /** null: the user name is missing, or no customer could ever have it. */
  readonly customerId: string | null;
  /** As it came; empty where there is no User-Password (CHAP, EAP: there is no password for them to prove). */
  readonly otp: string;
  /** Which door the customer stood at: NAS-Identifier, else NAS-IP-Address, where it may be recorded. */
  readonly reference: string | null;
}

/**
 * null when the request can be read in two ways: an attribute stands twice that may stand once (RFC 2865 §5.44), or there is more
 * than one kind of proof (RFC 2869 §5.19, RFC 3579 §3.3: MUST NOT). Two readers could take different ones.
 */
export function readAccessRequest(request: Packet, sharedSecret: string): AccessRequest | null {
  const { userName, userPassword, nasIdentifier, nasIpAddress } = attributeTypes;
  const counts = [userName, userPassword, nasIdentifier, nasIpAddress].map(
    (type) => attributesOf(request, type).length,
  );
  if (counts.some((count) => count > 1)) return null;
  if (kindsOfProof.filter((type) => attributesOf(request, type).length > 0).length > 1) return null;

  const name = textOf(valueOf(request, userName));
  const hidden = valueOf(request, userPassword);
  const password = hidden && uncoverPassword(hidden, request.authenticator, sharedSecret);
  return {
    customerId: isCustomerId(name) ? name : null,
    otp: textOf(password) ?? "",
    reference: referenceOf(request),
  };
}

const { userPassword: pap, chapPassword, arapPassword, eapMessage } = attributeTypes;
const kindsOfProof = [pap, chapPassword, arapPassword, eapMessage];

function referenceOf(request: Packet): string | null {
  const identifier = textOf(valueOf(request, attributeTypes.nasIdentifier));
  if (isReference(identifier)) return identifier;
  const address = valueOf(request, attributeTypes.nasIpAddress);
  return address?.length === 4 ? address.join(".") : null;
}

function valueOf(request: Packet, type: number): Buffer | null {
  return attributesOf(request, type)[0]?.value ?? null;
}

/** Octet for octet, so that whatever is not ASCII stays something that no grammar takes. */
function textOf(octets: Buffer | null): string | null {
  return octets?.toString("latin1") ?? null;
}
