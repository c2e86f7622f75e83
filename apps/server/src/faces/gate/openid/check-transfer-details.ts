import type { KoaContextWithOIDC, errors } from "oidc-provider";
import { readTransferDetails, transferType } from "./transfer-details.ts";

/**
 * Refuses at the pushed request what could not be shown to the customer (RFC 9396 §5). From then on nothing changes it: the
 * provider keeps the request, and the browser carries only its name.
 */
export function checkTransferDetails(
  { InvalidAuthorizationDetails }: typeof errors,
  ctx: KoaContextWithOIDC,
  value: string | undefined,
): void {
  if (value === undefined) return;
  const purpose = ctx.oidc.params?.["warifu_purpose"];
  if (purpose !== "transfer" && purpose !== "payment") {
    throw new InvalidAuthorizationDetails("authorization_details belong to the purposes transfer and payment");
  }
  if (readTransferDetails(value) === null) {
    throw new InvalidAuthorizationDetails(`authorization_details must be one ${transferType} of the documented form`);
  }
}
