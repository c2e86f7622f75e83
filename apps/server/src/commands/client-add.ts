import { randomBytes } from "node:crypto";
import { DirectoryConflict } from "@warifu/rules";
import type { ClientOpenid } from "@warifu/rules";
import { z } from "zod";
import { Refused } from "../refused.ts";
import { operatorEvent } from "./operator.ts";
import { checkClientKeys, readClientKeys } from "./client-keys.ts";
import { dataCommand, inputFrom } from "./command.ts";
import { chosenServiceId, findInstitution, textOption } from "./find-institution.ts";

const redirectUri = z
  .string()
  .refine(isRedirectUri, "must be https://… (http for localhost only), without # and user name");

const schema = z.strictObject({
  serviceId: chosenServiceId,
  name: textOption(),
  clientId: z
    .string()
    .regex(/^[A-Za-z0-9._-]{4,64}$/, "must be 4–64 of A–Z a–z 0–9 . _ -")
    .optional(),
  redirectUri: z
    .array(redirectUri, { error: "is missing" })
    .min(1, "is missing")
    .max(20, "can be given 20 times at most"),
  requests: z.enum(["pushed", "signed", "hinted"], { error: "must be pushed, signed or hinted" }).default("pushed"),
  authentication: z
    .enum(["client_secret_basic", "client_secret_post", "private_key_jwt"], {
      error: "must be client_secret_basic, client_secret_post or private_key_jwt",
    })
    .default("client_secret_basic"),
  idTokenAlgorithm: z.enum(["RS256", "ES256"], { error: "must be RS256 or ES256" }).optional(),
  keys: z.array(z.record(z.string(), z.unknown())).optional(),
});

export const clientAdd = dataCommand({
  name: "client add",
  summary: "adds an institution's internet bank as a client; prints its secret once",
  help: `
  [--service-id 10121234]       the institution, where there is more than one
  --name "Internet banking"
  --redirect-uri https://bank.example.jp/callback   (may be repeated)
  [--client-id NAME]            otherwise made up
  for libraries that cannot push their requests (docs/integration.md, "Libraries"):
  [--keys client-jwks.json]     the client's public keys (JWKS)
  [--requests signed]           also ordinary requests with a request object that the client signed (RFC 9101)
  [--requests hinted]           also ordinary requests whose customer travels in a signed login_hint_token; weaker
  [--authentication private_key_jwt | client_secret_post]
  [--id-token-algorithm ES256]`,
  options: {
    "service-id": { type: "string" },
    name: { type: "string" },
    "client-id": { type: "string" },
    "redirect-uri": { type: "string", multiple: true },
    requests: { type: "string" },
    authentication: { type: "string" },
    "id-token-algorithm": { type: "string" },
    keys: { type: "string" },
  },
  schema,
  async read({ keys, ...values }) {
    return { ...inputFrom(values), ...(typeof keys === "string" ? { keys: await readClientKeys(keys) } : {}) };
  },
  async perform(host, { serviceId, name, redirectUri: redirectUris, ...given }) {
    const openid = openidOf(given);
    const { institutionId, serviceId: ofService } = await findInstitution(host, serviceId);
    const clientId = given.clientId ?? `${ofService}-${randomBytes(6).toString("hex")}`;
    const clientSecret = randomBytes(32).toString("base64url");
    try {
      // putClient also changes a client: adding must never take one over, not even another institution's.
      if ((await host.storage.client(clientId)) !== null) throw new DirectoryConflict();
      const event = operatorEvent("client.saved", host.nowMs(), institutionId, { clientId });
      const client = { clientId, institutionId, name, redirectUris, clientSecret };
      await host.storage.putClient({ ...client, ...(openid === null ? {} : { openid }) }, event);
    } catch (error) {
      if (error instanceof DirectoryConflict)
        throw new Refused(`The client ID ${clientId} is taken.`, { cause: error });
      throw error;
    }
    if (openid?.authentication === "private_key_jwt") {
      // The secret that was made is known to nobody, and opens nothing.
      return {
        text: `Client added. It has no secret: its keys are ${idsOf(openid)}.\n  client ID      ${clientId}`,
        json: { clientId },
      };
    }
    return {
      text: `Client added. Keep the secret now: it is not shown again.\n  client ID      ${clientId}\n  client secret  ${clientSecret}`,
      json: { clientId, clientSecret },
    };
  },
});

type Asked = Pick<z.infer<typeof schema>, "requests" | "authentication" | "idTokenAlgorithm" | "keys">;

/** How the client asks; null for the standard way. @throws Refused for what does not go together */
function openidOf({ requests, authentication, keys: given, ...rest }: Asked): ClientOpenid | null {
  const idTokenAlgorithm = rest.idTokenAlgorithm ?? null;
  const keys = given === undefined ? [] : checkClientKeys(given);
  const signs = requests !== "pushed" || authentication === "private_key_jwt";
  if (signs && keys.length === 0) {
    const which = authentication === "private_key_jwt" ? "--authentication private_key_jwt" : `--requests ${requests}`;
    throw new Refused(`${which} needs the client's public keys: --keys client-jwks.json`);
  }
  if (!signs && keys.length > 0) {
    throw new Refused(
      "--keys is for --requests signed, --requests hinted or --authentication private_key_jwt; none is given.",
    );
  }
  const isStandard = !signs && authentication === "client_secret_basic" && idTokenAlgorithm === null;
  return isStandard ? null : { requests, authentication, idTokenAlgorithm, keys };
}

function idsOf({ keys }: ClientOpenid): string {
  return keys.map(({ kid }) => String(kid)).join(", ");
}

function isRedirectUri(text: string): boolean {
  if (!URL.canParse(text) || /[\s#\\]/.test(text)) return false;
  const { protocol, hostname, username, password } = new URL(text);
  if (username !== "" || password !== "") return false;
  const loopback = hostname === "localhost" || hostname === "[::1]" || /^127(\.\d+){3}$/.test(hostname);
  return protocol === "https:" || (protocol === "http:" && loopback);
}
