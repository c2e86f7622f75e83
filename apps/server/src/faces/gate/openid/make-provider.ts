import type { Configuration, KoaContextWithOIDC, Provider } from "oidc-provider";
import { oidcStore } from "./oidc-store.ts";
import { isSecure } from "../../../http/cookies.ts";
import { describeError } from "../../../telemetry/log.ts";
import type { Service } from "../../../service.ts";
import { askedParameters, checkClaims, meetsEssentialAcr } from "./asked-parameters.ts";
import { isStillProvedAtExchange, isStillProvedOnReturn, keepProof } from "./check-proof.ts";
import { languageOnReturn } from "./language-on-return.ts";
import { loadOidcProvider } from "./load-oidc-provider.ts";
import { logRefusals } from "./log-refusals.ts";
import { proofs } from "./proofs.ts";
import { openidPaths } from "./routes.ts";
import { checkAssertion, checkRequestObject, clientAlgorithms, clockToleranceSeconds } from "./signed-requests.ts";
import { sayWhatWorks } from "./say-what-works.ts";
import { takeEarlierSecrets } from "./earlier-secrets.ts";

/** A visit ends earlier by itself (visit/visit-end.ts); what is kept longer only knows the way back to the bank. */
export const interactionSeconds = 4 * 60 * 60;
const sessionSeconds = 30 * 60;
const codeSeconds = 60;
const idTokenSeconds = 5 * 60;

/** Writes the page for an authorization request that cannot be answered by a redirect. It names no details. */
export type RenderError = (ctx: KoaContextWithOIDC) => Promise<void>;

/**
 * The OpenID provider of the gate: code flow, pushed requests (RFC 9126) with PKCE S256 (RFC 7636) and a client secret by HTTP
 * Basic, unless the operator allowed a client another way that is signed (signed-requests.ts). Every authorization request is an interaction of its own: no log-in session is kept between requests, so one
 * customer's proof never answers for the next request in the same browser.
 */
export async function makeProvider(service: Service, renderError: RenderError): Promise<Provider> {
  const { Provider, interactionPolicy, errors } = await loadOidcProvider();
  const issuer = service.config.origins.gate;
  const { Check, Prompt } = interactionPolicy;

  const everyRequestAsksAnew = new Prompt(
    { name: "login", requestable: true },
    new Check("customer_not_seen", "the customer has to be seen", "login_required", async (ctx) => {
      const login = ctx.oidc.result?.login;
      if (login === undefined) return Check.REQUEST_PROMPT;
      if (!meetsEssentialAcr(ctx, login.acr)) {
        throw new errors.UnmetAuthenticationRequirements("what was proved is not the acr that was essential");
      }
      // What is worth nothing any more leads to the gate once more, which says why and asks for what is due now.
      return (await isStillProvedOnReturn(service, ctx)) ? Check.NO_NEED_TO_PROMPT : Check.REQUEST_PROMPT;
    }),
  );

  const configuration: Configuration = {
    adapter: oidcStore(service),
    jwks: { keys: [...service.keys.openidJwks.keys] },
    clientDefaults: {
      grant_types: ["authorization_code"],
      response_types: ["code"],
      token_endpoint_auth_method: "client_secret_basic",
      id_token_signed_response_alg: signingAlgorithms(service)[0],
    },
    clientAuthMethods: ["client_secret_basic", "client_secret_post", "private_key_jwt"],
    enabledJWA: {
      idTokenSigningAlgValues: signingAlgorithms(service),
      clientAuthSigningAlgValues: [...clientAlgorithms],
      requestObjectSigningAlgValues: [...clientAlgorithms],
    },
    responseTypes: ["code"],
    scopes: ["openid"],
    subjectTypes: ["public"],
    claims: { openid: ["sub", "acr", "amr", "auth_time"] },
    acrValues: Object.values(proofs).map(({ acr }) => acr),
    discovery: { ui_locales_supported: ["ja", "en"] },
    // Libraries that know no PKCE bring a nonce, which ties the code to the browser that asked as well (RFC 9700 §2.1.1).
    pkce: {
      required: (ctx, client) =>
        client["warifu_requests"] === "pushed" || typeof ctx.oidc.params?.["nonce"] !== "string",
    },
    allowOmittingSingleRegisteredRedirectUri: false,
    routes: openidPaths,
    features: {
      claimsParameter: {
        enabled: true,
        assertClaimsParameter: (ctx, claims) => checkClaims(errors, ctx, claims as Record<string, unknown>),
      },
      devInteractions: { enabled: false },
      dPoP: { enabled: false },
      // Who may ask without pushing is said for each client; nobody does by default (oidc-store.ts).
      pushedAuthorizationRequests: { enabled: true, requirePushedAuthorizationRequests: false },
      requestObjects: {
        enabled: true,
        assertJwtClaimsAndHeader: async (ctx, claims, header) =>
          checkRequestObject(errors, service, ctx, claims, header),
      },
      resourceIndicators: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      userinfo: { enabled: false },
    },
    extraParams: askedParameters(errors, service),
    extraClientMetadata: { properties: ["warifu_requests", "warifu_earlier_secret"] },
    assertJwtClientAuthClaimsAndHeader: (_ctx, claims) => checkAssertion(errors, service, claims),
    clockTolerance: clockToleranceSeconds,
    interactions: {
      policy: [everyRequestAsksAnew],
      url: (_ctx, interaction) => `/interaction/${interaction.uid}`,
    },
    findAccount: async (_ctx, accountId, token) => {
      if (token?.kind === "AuthorizationCode") {
        const grantId = token.grantId ?? "";
        if (!(await isStillProvedAtExchange(service, accountId, grantId))) return undefined;
      }
      return { accountId, claims: () => ({ sub: accountId }) };
    },
    // No consent screen: the bank is the customer's own and asks for nothing but who proved what.
    loadExistingGrant: async (ctx) => {
      const { client, account, provider } = ctx.oidc;
      if (client === undefined || account === undefined) return undefined;
      const grant = new provider.Grant({ clientId: client.clientId, accountId: account.accountId });
      grant.addOIDCScope("openid");
      await grant.save();
      await keepProof(service, ctx, grant);
      return grant;
    },
    expiresWithSession: () => false,
    clientBasedCORS: () => false,
    cookies: {
      names: {
        session: openidCookieName(issuer, "session"),
        interaction: openidCookieName(issuer, "interaction"),
        resume: openidCookieName(issuer, "resume"),
      },
      keys: [...service.keys.cookieKeys],
      long: { signed: true, httpOnly: true, sameSite: "lax", secure: isSecure(issuer) },
      short: { signed: true, httpOnly: true, sameSite: "lax", secure: isSecure(issuer) },
    },
    ttl: {
      AccessToken: codeSeconds,
      AuthorizationCode: codeSeconds,
      Grant: idTokenSeconds,
      IdToken: idTokenSeconds,
      Interaction: interactionSeconds,
      Session: sessionSeconds,
    },
    renderError: (ctx) => renderError(ctx),
  };

  const provider = new (onlyByQuery(Provider))(issuer, configuration);
  standAt(provider, issuer);
  askToComeAgain(provider);
  takeEarlierSecrets(provider, service);
  sayWhatWorks(provider);
  logRefusals(provider, service);
  logSurprises(provider, service);
  return provider;
}

/**
 * The way back is a redirect with a query, and nothing else. `form_post` is a POST from another site, with which a browser sends
 * none of the bank's SameSite cookies; its page needs a script in the page, which our CSP forbids; and by then the code would be
 * used up. Errors of requests whose own default is the fragment come by the query too.
 */
function onlyByQuery(Base: typeof Provider): typeof Provider {
  return class extends Base {
    override registerResponseMode(...[name, handler]: Parameters<Provider["registerResponseMode"]>): void {
      if (name !== "query") return;
      const inItsLanguage: typeof handler = (ctx, address, payload) =>
        handler(ctx, address, { ...payload, ...languageOnReturn(ctx) });
      super.registerResponseMode("query", inItsLanguage);
      super.registerResponseMode("fragment", inItsLanguage);
    }
  };
}

/**
 * The provider knows its own address: no Host or X-Forwarded-… header of a client or proxy may move a link of ours, and
 * behind a TLS-ending proxy the cookies are Secure all the same.
 */
function standAt(provider: Provider, origin: string): void {
  const { host, protocol } = new URL(origin);
  Object.defineProperties(provider.request, {
    host: { get: () => host },
    protocol: { get: () => protocol.slice(0, -1) },
  });
}

/** What the store could not do now, it may do in a moment (RFC 9110 §10.2.3). */
function askToComeAgain(provider: Provider): void {
  provider.use(async (ctx, next) => {
    await next();
    if (ctx.status === 503) ctx.set("retry-after", "1");
  });
}

/** Kind and place only: the library's errors may quote parameters. */
function logSurprises(provider: Provider, service: Service): void {
  provider.on("server_error", (_ctx, error) => {
    service.log.error({ error: describeError(error) }, "the OpenID provider failed");
  });
  // Koa would print what nobody caught, with whatever it quotes.
  provider.silent = true;
}

/**
 * These cookies belong to one interaction each and carry its path, so that two tabs do not get in each other's way. A
 * `__Host-` cookie must have the path `/`; `__Secure-` is the strictest name that leaves the path free (RFC 6265bis §4.1.3).
 */
export function openidCookieName(origin: string, name: "session" | "interaction" | "resume"): string {
  return `${isSecure(origin) ? "__Secure-" : ""}warifu-gate-openid-${name}`;
}

type SigningAlgorithm = "ES256" | "RS256" | "EdDSA";

/** What there are keys for, the newest first: the first signs for every client that asked for nothing else. */
function signingAlgorithms(service: Service): SigningAlgorithm[] {
  const algorithms = service.keys.openidJwks.keys.map(({ kty }): SigningAlgorithm => {
    if (kty === "EC") return "ES256";
    return kty === "OKP" ? "EdDSA" : "RS256";
  });
  return [...new Set(algorithms)];
}
