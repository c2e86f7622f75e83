import { generateKeyPairSync, randomBytes, randomUUID } from "node:crypto";
import { z } from "zod";

const cookieKeysSchema = z.array(z.string().min(32)).min(1);
const jwksSchema = z.object({ keys: z.array(z.record(z.string(), z.unknown())).min(1) });

/** What signs cookies: a JSON list, newest first. */
export function makeCookieKeys(): string {
  return JSON.stringify([randomBytes(32).toString("base64url")]);
}

export function readCookieKeys(text: string): readonly string[] {
  return cookieKeysSchema.parse(JSON.parse(text));
}

/** What signs ID tokens: ES256, and RS256, which every OpenID client must understand (OpenID Connect Core §15.1). */
export function makeOpenidJwks(): string {
  const elliptic = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({ format: "jwk" });
  const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ format: "jwk" });
  return JSON.stringify({
    keys: [
      { ...rsa, alg: "RS256", use: "sig", kid: randomUUID() },
      { ...elliptic, alg: "ES256", use: "sig", kid: randomUUID() },
    ],
  });
}

export function readOpenidJwks(text: string): { readonly keys: readonly Record<string, unknown>[] } {
  return jwksSchema.parse(JSON.parse(text));
}
