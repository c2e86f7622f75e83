import type { KoaContextWithOIDC, Provider } from "oidc-provider";
import { transferType } from "./transfer-details.ts";

/** Claims that the library names although no ID token of ours has them. */
const neverGiven = new Set(["sid"]);

/**
 * Discovery says what works and nothing else, and no answer of the provider may be read by a page of another origin: banks ask
 * from their servers (CORS is for browsers).
 */
export function sayWhatWorks(provider: Provider): void {
  provider.use(async (ctx: KoaContextWithOIDC, next) => {
    await next();
    for (const name of Object.keys(ctx.response.headers)) {
      if (name.startsWith("access-control-")) ctx.remove(name);
    }
    if (ctx.oidc?.route === "discovery") ctx.body = whatWorks(ctx.body as Metadata);
  });
}

type Metadata = Readonly<Record<string, unknown>> & { readonly claims_supported: readonly string[] };

function whatWorks(said: Metadata): Metadata {
  return {
    ...said,
    response_modes_supported: ["query"],
    claims_supported: said.claims_supported.filter((claim) => !neverGiven.has(claim)),
    prompt_values_supported: ["login"],
    authorization_details_types_supported: [transferType],
  };
}
