import { createPublicKey } from "node:crypto";
import { Refused } from "../refused.ts";
import { readSmallFile } from "./small-file.ts";

type Jwk = Readonly<Record<string, unknown>>;

const mostKeys = 10;
const mostBytes = 100_000;
/** Members of a private or shared key (RFC 7518 §6): nothing of that kind is ours to keep. */
const secretMembers = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];
const kept = new Set(["kty", "crv", "x", "y", "n", "e", "kid", "use", "alg"]);

/** The keys of a JWKS file (RFC 7517 §5). @throws Refused */
export async function readClientKeys(path: string): Promise<unknown> {
  const text = (await readSmallFile(path, "The file", mostBytes)).toString();
  try {
    const set: unknown = JSON.parse(text);
    if (typeof set === "object" && set !== null && "keys" in set && Array.isArray(set.keys)) return set.keys;
  } catch (cause) {
    throw new Refused(`The file ${path} is not JSON.`, { cause });
  }
  throw new Refused(`The file ${path} is no JWKS: it must be {"keys":[…]}.`);
}

/**
 * Public keys that signatures can be checked with, and nothing else of what stood in the file: EC P-256, RSA of 2048 bits or more,
 * Ed25519. @throws Refused, naming the key
 */
export function checkClientKeys(keys: readonly Jwk[]): Jwk[] {
  if (keys.length === 0 || keys.length > mostKeys) throw new Refused(`A JWKS here has 1 to ${mostKeys} keys.`);
  const checked = keys.map((key, index) => checkKey(key, `key ${index + 1}`));
  if (new Set(checked.map(({ kid }) => kid)).size !== checked.length) {
    throw new Refused("Two keys of the JWKS have the same kid.");
  }
  return checked;
}

function checkKey(key: Jwk, which: string): Jwk {
  if (secretMembers.some((name) => name in key)) {
    throw new Refused(
      `The ${which} of the JWKS is a private or shared key. Give the public one, and keep that file to yourself.`,
    );
  }
  if (typeof key["kid"] !== "string" || !/^[\x21-\x7e]{1,255}$/.test(key["kid"])) {
    throw new Refused(`The ${which} of the JWKS has no kid.`);
  }
  if (key["use"] !== undefined && key["use"] !== "sig")
    throw new Refused(`The ${which} of the JWKS is not for signatures.`);
  if (!isStrong(key)) {
    throw new Refused(`The ${which} of the JWKS must be EC P-256, RSA of 2048 bits or more, or Ed25519.`);
  }
  return Object.fromEntries(Object.entries(key).filter(([name]) => kept.has(name)));
}

function isStrong(key: Jwk): boolean {
  try {
    const { asymmetricKeyType, asymmetricKeyDetails } = createPublicKey({
      key: key,
      format: "jwk",
    });
    if (asymmetricKeyType === "rsa") return (asymmetricKeyDetails?.modulusLength ?? 0) >= 2048;
    if (asymmetricKeyType === "ec") return asymmetricKeyDetails?.namedCurve === "prime256v1";
    return asymmetricKeyType === "ed25519";
  } catch {
    return false;
  }
}
