import type { ClientOpenid } from "@warifu/rules";
import { z } from "zod";
import { Refused } from "../refused.ts";
import { checkClientKeys } from "./client-keys.ts";

const redirectUri = z
  .string()
  .refine(isRedirectUri, "must be https://… (http for localhost only), without # and user name");

export const redirectUrisOption = z
  .array(redirectUri, { error: "is missing" })
  .min(1, "is missing")
  .max(20, "can be given 20 times at most");

/** How a client speaks OpenID Connect; what is left out stays as it is. */
export const openidSchema = {
  requests: z.enum(["pushed", "signed", "hinted"], { error: "must be pushed, signed or hinted" }).optional(),
  authentication: z
    .enum(["client_secret_basic", "client_secret_post", "private_key_jwt"], {
      error: "must be client_secret_basic, client_secret_post or private_key_jwt",
    })
    .optional(),
  keys: z.array(z.record(z.string(), z.unknown())).optional(),
};

export const openidOptions = {
  requests: { type: "string" },
  authentication: { type: "string" },
  "id-token-algorithm": { type: "string" },
  keys: { type: "string" },
} as const;

interface Asked {
  readonly requests?: ClientOpenid["requests"] | undefined;
  readonly authentication?: ClientOpenid["authentication"] | undefined;
  readonly idTokenAlgorithm?: ClientOpenid["idTokenAlgorithm"] | undefined;
  readonly keys?: readonly Readonly<Record<string, unknown>>[] | undefined;
}

/** The standard way: what a client does for whom nothing else was said. */
export const standardOpenid: ClientOpenid = {
  requests: "pushed",
  authentication: "client_secret_basic",
  idTokenAlgorithm: null,
  keys: [],
};

/**
 * How the client asks when this is asked for beside what stands; null for the standard way. Keys that nothing is signed with any more
 * are not kept. @throws Refused for what does not go together
 */
export function openidOf(asked: Asked, standing: ClientOpenid): ClientOpenid | null {
  const { requests = standing.requests, authentication = standing.authentication } = asked;
  const idTokenAlgorithm = asked.idTokenAlgorithm === undefined ? standing.idTokenAlgorithm : asked.idTokenAlgorithm;
  const given = asked.keys === undefined ? undefined : checkClientKeys(asked.keys);
  const signs = requests !== "pushed" || authentication === "private_key_jwt";
  const keys = signs ? (given ?? standing.keys) : [];
  if (signs && keys.length === 0) {
    const which = authentication === "private_key_jwt" ? "--authentication private_key_jwt" : `--requests ${requests}`;
    throw new Refused(`${which} needs the client's public keys: --keys client-jwks.json`);
  }
  if (!signs && given !== undefined) {
    throw new Refused(
      "--keys is for --requests signed, --requests hinted or --authentication private_key_jwt; none is given.",
    );
  }
  const isStandard = !signs && authentication === "client_secret_basic" && idTokenAlgorithm === null;
  return isStandard ? null : { requests, authentication, idTokenAlgorithm, keys };
}

/** Whether it proves who it is with its keys, and has no secret that anybody knows. */
export function hasNoSecret(openid: ClientOpenid | null | undefined): openid is ClientOpenid {
  return openid?.authentication === "private_key_jwt";
}

export function idsOf({ keys }: ClientOpenid): string {
  return keys.map(({ kid }) => String(kid)).join(", ");
}

function isRedirectUri(text: string): boolean {
  if (!URL.canParse(text) || /[\s#\\]/.test(text)) return false;
  const { protocol, hostname, username, password } = new URL(text);
  if (username !== "" || password !== "") return false;
  const loopback = hostname === "localhost" || hostname === "[::1]" || /^127(\.\d+){3}$/.test(hostname);
  return protocol === "https:" || (protocol === "http:" && loopback);
}
