import { isCustomerId } from "@warifu/otp";
import { isPurpose, isReference } from "@warifu/rules";
import type { Configuration, KoaContextWithOIDC, errors } from "oidc-provider";
import { checkTransferDetails } from "./check-transfer-details.ts";
import type { Service } from "../../../service.ts";
import { proofs } from "./proofs.ts";
import { settleCustomer, takeOneUse } from "./signed-requests.ts";

type Errors = typeof errors;

/**
 * What a bank may ask for beyond what the library looks at. What is satisfied anyway is accepted (prompt=login, max_age: the gate
 * always asks anew); what cannot be is refused here, where the request is taken, and not in front of the customer.
 */
export function askedParameters(errors: Errors, service: Service): NonNullable<Configuration["extraParams"]> {
  const refuse = (description: string): never => {
    throw new errors.InvalidRequest(description);
  };
  return {
    scope: (_ctx, value) => {
      if (value?.split(" ").includes("openid") !== true) refuse("scope must contain openid");
    },
    response_mode: (_ctx, value) => {
      if (value !== undefined && value !== "query") throw new errors.UnsupportedResponseMode();
    },
    prompt: (_ctx, value) => {
      if (value === "none")
        throw new errors.LoginRequired("prompt=none cannot be met: the gate always asks the customer");
    },
    authorization_details: (ctx, value) => checkTransferDetails(errors, ctx, value),
    login_hint_token: null,
    warifu_purpose: null,
    warifu_reference: null,
    // The last one: what was signed for one use is taken when nothing else is wrong.
    login_hint: async (ctx) => {
      await settleCustomer(errors, service, ctx);
      const { login_hint: customerId, warifu_purpose: purpose, warifu_reference: reference } = ctx.oidc.params ?? {};
      if (!isCustomerId(customerId)) refuse("login_hint must name the customer");
      if (!isPurpose(purpose)) refuse("warifu_purpose is missing or unknown");
      if (reference !== undefined && !isReference(reference)) {
        refuse("warifu_reference must be 1–64 printable ASCII characters");
      }
      const hinted = ctx.oidc.entities["IdTokenHint"] as { payload?: { sub?: unknown } } | undefined;
      if (hinted !== undefined && hinted.payload?.sub !== customerId) {
        refuse("id_token_hint is about another customer than login_hint");
      }
      await takeOneUse(errors, service, ctx);
    },
  };
}

/** What the `claims` parameter may ask of the ID token (OpenID Connect Core §5.5): nothing that could not be given. */
export function checkClaims(errors: Errors, ctx: KoaContextWithOIDC, claims: Record<string, unknown>): void {
  for (const [name, wish] of Object.entries(asRecord(claims["id_token"]))) {
    const { essential, value, values } = asRecord(wish);
    const wanted = values ?? (value === undefined ? undefined : [value]);
    if (name === "sub" && wanted !== undefined && !includes(wanted, ctx.oidc.params?.["login_hint"])) {
      throw new errors.InvalidRequest("claims asks for another sub than login_hint names");
    }
    if (essential !== true) continue;
    if (!knownClaims.has(name))
      throw new errors.InvalidRequest("claims makes a claim essential that the gate does not give");
    if (name === "acr" && wanted !== undefined && !acrs.some((acr) => includes(wanted, acr))) {
      throw new errors.UnmetAuthenticationRequirements("claims makes an acr essential that the gate does not give");
    }
  }
}

/** Whether what was proved is enough for an `acr` that the request made essential. */
export function meetsEssentialAcr(ctx: KoaContextWithOIDC, proved: string | undefined): boolean {
  const { essential, value, values } = asRecord(asRecord(asRecord(ctx.oidc.claims)["id_token"])["acr"]);
  const wanted = values ?? (value === undefined ? undefined : [value]);
  return essential !== true || wanted === undefined || includes(wanted, proved);
}

const acrs: readonly string[] = Object.values(proofs).map(({ acr }) => acr);
const knownClaims = new Set(["sub", "acr", "amr", "auth_time", "iss", "aud", "exp", "iat", "nonce"]);

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

function includes(list: unknown, wanted: unknown): boolean {
  return Array.isArray(list) && list.includes(wanted);
}
