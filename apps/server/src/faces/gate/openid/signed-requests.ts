import { isCustomerId } from "@warifu/otp";
import { isPurpose, isReference } from "@warifu/rules";
import { createLocalJWKSet, jwtVerify } from "jose";
import type { JSONWebKeySet, JWTPayload } from "jose";
import type { KoaContextWithOIDC, errors } from "oidc-provider";
import type { Service } from "../../../service.ts";

type Errors = typeof errors;

/** What clients may sign with. No HMAC: a client secret is no key of ours to check by, and `none` is no signature. */
export const clientAlgorithms = ["ES256", "RS256", "PS256", "EdDSA"] as const;

/** How long before its end a client may have signed something. */
const longestSeconds = 5 * 60;

/** What a signed request brought that may count once only; taken when everything else in the request is right. */
const oneUse = new WeakMap<KoaContextWithOIDC, { readonly jti: string; readonly exp: number }>();

/**
 * What RFC 9101 leaves open of a request object, before its signature is looked at: it must be short-lived, have a number of its
 * own, and be no other kind of JWT (RFC 8725 §3.11: a client assertion is no request).
 */
export function checkRequestObject(
  errors: Errors,
  service: Service,
  ctx: KoaContextWithOIDC,
  claims: JWTPayload,
  header: { readonly typ?: unknown },
): void {
  // A pushed one was looked at when it was pushed.
  if (ctx.oidc.entities["PushedAuthorizationRequest"] !== undefined) return;
  const refuse = (description: string): never => {
    throw new errors.InvalidRequestObject(description);
  };
  const { typ } = header;
  if (typ !== undefined && typ !== "oauth-authz-req+jwt" && typ !== "JWT") refuse("the request object has another typ");
  if (claims.sub !== undefined) refuse("a request object has no sub");
  const { jti, exp } = claims;
  if (typeof jti !== "string" || jti === "" || jti.length > 255) return refuse("the request object needs a jti");
  if (typeof exp !== "number" || !endsSoon(service, exp)) {
    return refuse("the request object needs an exp that is at most five minutes away");
  }
  oneUse.set(ctx, { jti, exp });
}

/** `private_key_jwt`: an assertion for years would have to be remembered for years (RFC 7523 §3). */
export function checkAssertion(errors: Errors, service: Service, claims: JWTPayload): void {
  if (typeof claims.exp !== "number" || !endsSoon(service, claims.exp)) {
    throw new errors.InvalidClientAuth("the client assertion needs an exp that is at most five minutes away");
  }
}

/**
 * Who the request is about, wherever it says so. From a server (pushed) or signed by the client it is `login_hint`. An ordinary
 * request could be changed by the browser that carries it: there only a `login_hint_token` names the customer, and the purpose and
 * reference with it, if the operator allowed it for this client.
 */
export async function settleCustomer(errors: Errors, service: Service, ctx: KoaContextWithOIDC): Promise<void> {
  const { params, client, route } = ctx.oidc;
  if (params === undefined || client === undefined) throw new errors.InvalidRequest("there is no request");
  const hint = params["login_hint_token"];
  const isPushed =
    route === "pushed_authorization_request" || ctx.oidc.entities["PushedAuthorizationRequest"] !== undefined;
  const isSigned = ctx.oidc.trusted?.includes("login_hint") === true;
  if (hint !== undefined && (isPushed || isSigned)) {
    throw new errors.InvalidRequest("login_hint_token is for ordinary requests; here login_hint names the customer");
  }
  if (isPushed || isSigned) return;
  if (client["warifu_requests"] !== "hinted" || typeof hint !== "string") {
    throw new errors.InvalidRequest(
      "an ordinary request must be signed by the client: who it is about could be changed",
    );
  }
  // What the customer is shown of a transfer may not be the browser's word either.
  if (params["authorization_details"] !== undefined) {
    throw new errors.InvalidRequest("authorization_details must be pushed, or stand in a signed request object");
  }
  const said = await readHint(errors, service, ctx, hint);
  for (const [name, value] of Object.entries(said)) {
    if (params[name] !== undefined && params[name] !== value) {
      throw new errors.InvalidRequest("the request differs from its login_hint_token");
    }
    params[name] = value;
  }
}

/** Takes the number of what was signed, so that it counts once. Called when nothing else is wrong with the request. */
export async function takeOneUse(errors: Errors, service: Service, ctx: KoaContextWithOIDC): Promise<void> {
  const signed = oneUse.get(ctx);
  if (signed === undefined) return;
  const id = JSON.stringify([ctx.oidc.client?.clientId, signed.jti]);
  const uses = await service.storage.count("gate-signed-request", id, service.nowMs(), (signed.exp + 60) * 1000);
  if (uses > 1) throw new errors.InvalidRequest("what the client signed was used before");
}

type Said = Record<"login_hint" | "warifu_purpose" | "warifu_reference", string | undefined>;

async function readHint(errors: Errors, service: Service, ctx: KoaContextWithOIDC, hint: string): Promise<Said> {
  const claims = await verifiedHint(service, ctx, hint).catch(() => null);
  const { sub, jti, exp, warifu_purpose: purpose, warifu_reference: reference } = claims ?? {};
  const isRight =
    isCustomerId(sub) &&
    isPurpose(purpose) &&
    (reference === undefined || isReference(reference)) &&
    typeof jti === "string" &&
    jti !== "" &&
    jti.length <= 255 &&
    typeof exp === "number" &&
    endsSoon(service, exp);
  // One refusal for every reason: the page stands in front of whoever made it up.
  if (!isRight) throw new errors.InvalidRequest("login_hint_token is not one of this client, or no longer");
  oneUse.set(ctx, { jti, exp });
  return { login_hint: sub, warifu_purpose: purpose, warifu_reference: reference };
}

async function verifiedHint(service: Service, ctx: KoaContextWithOIDC, hint: string): Promise<JWTPayload> {
  const { clientId, jwks } = ctx.oidc.client ?? {};
  if (clientId === undefined || jwks === undefined) throw new TypeError("a client without keys");
  const { payload } = await jwtVerify(hint, createLocalJWKSet(jwks as unknown as JSONWebKeySet), {
    algorithms: [...clientAlgorithms],
    typ: "login-hint+jwt",
    issuer: clientId,
    audience: service.config.origins.gate,
    requiredClaims: ["sub", "exp", "iat", "jti", "warifu_purpose"],
    currentDate: new Date(service.nowMs()),
    clockTolerance: clockToleranceSeconds,
  });
  return payload;
}

/** How far a client's clock may be off. */
export const clockToleranceSeconds = 15;

function endsSoon(service: Service, exp: number): boolean {
  const leftSeconds = exp - service.nowMs() / 1000;
  return leftSeconds > -clockToleranceSeconds && leftSeconds <= longestSeconds + clockToleranceSeconds;
}
