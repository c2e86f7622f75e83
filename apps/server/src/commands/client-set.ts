import { randomBytes } from "node:crypto";
import { DirectoryConflict } from "@warifu/rules";
import type { Client } from "@warifu/rules";
import { z } from "zod";
import { Refused } from "../refused.ts";
import { operatorEvent } from "./operator.ts";
import { readClientKeys } from "./client-keys.ts";
import {
  hasNoSecret,
  idsOf,
  openidOf,
  openidOptions,
  openidSchema,
  redirectUrisOption,
  standardOpenid,
} from "./client-options.ts";
import { dataCommand, inputFrom } from "./command.ts";
import { textOption } from "./find-institution.ts";
import {
  checkSecretAsked,
  overlapText,
  replaceSecret,
  secretHelp,
  secretOptions,
  secretSchema,
} from "./replace-secret.ts";
import { whatChanges } from "./what-changes.ts";

const schema = z.strictObject({
  clientId: z.string({ error: "is missing" }),
  name: textOption().optional(),
  redirectUri: redirectUrisOption.optional(),
  ...openidSchema,
  idTokenAlgorithm: z
    .enum(["RS256", "ES256", "default"], { error: "must be RS256, ES256 or default" })
    .transform((algorithm) => (algorithm === "default" ? null : algorithm))
    .optional(),
  ...secretSchema,
});

type Input = z.infer<typeof schema>;

export const clientSet = dataCommand({
  name: "client set",
  summary: "changes a client: return addresses, name, keys; a new secret beside the old one",
  help: `
  --client-id NAME              the client (warifu client add); what is not named below stays as it is
  [--name "Internet banking"]
  [--redirect-uri https://bank.example.jp/callback]   (may be repeated) in place of all that there were${secretHelp}
  for libraries that cannot push their requests (docs/integration.md, "Libraries"):
  [--keys client-jwks.json]     the client's public keys (JWKS), in place of all that there were
  [--requests pushed | signed | hinted]
  [--authentication client_secret_basic | client_secret_post | private_key_jwt]
  [--id-token-algorithm ES256 | RS256 | default]`,
  options: {
    "client-id": { type: "string" },
    name: { type: "string" },
    "redirect-uri": { type: "string", multiple: true },
    ...secretOptions,
    ...openidOptions,
  },
  schema,
  async read({ keys, ...values }) {
    return { ...inputFrom(values), ...(typeof keys === "string" ? { keys: await readClientKeys(keys) } : {}) };
  },
  async perform({ storage, nowMs }, input) {
    const { clientId, ...asked } = input;
    const changes = whatChanges(asked, "--name, --redirect-uri, --new-secret, --keys …");
    checkSecretAsked(input);
    const atMs = nowMs();
    const made = randomBytes(32).toString("base64url");
    let changed: Client | null = null;
    try {
      await storage.changeClient(clientId, (client) => {
        changed = changedClient(client, input, made, atMs);
        const endsAtMs = changed.earlierSecret?.endsAtMs ?? null;
        const detail = { clientId, changed: changes, oldSecretEndsAtMs: endsAtMs };
        return { changed, event: operatorEvent("client.saved", atMs, client.institutionId, detail) };
      });
    } catch (error) {
      if (!(error instanceof DirectoryConflict)) throw error;
      throw new Refused(`There is no client ${clientId}.`, { cause: error });
    }
    return answerOf(changed, input);
  },
});

/** The client after the change. Whoever proves itself with keys keeps no secret that could come back into use. @throws Refused */
function changedClient(client: Client, input: Input, made: string, nowMs: number): Client {
  const openid = openidOf(input, client.openid ?? standardOpenid);
  const { clientId, institutionId } = client;
  const { name = client.name, redirectUri: redirectUris = client.redirectUris } = input;
  const { secret, earlier } = secretsOf(client, openid !== null && hasNoSecret(openid), input, made, nowMs);
  return {
    clientId,
    institutionId,
    name,
    redirectUris,
    clientSecret: secret,
    ...(earlier === null ? {} : { earlierSecret: earlier }),
    ...(openid === null ? {} : { openid }),
  };
}

function secretsOf(client: Client, usesKeys: boolean, input: Input, made: string, nowMs: number) {
  const { clientSecret: secret, earlierSecret: earlier = null, openid } = client;
  if (usesKeys) {
    if (input.newSecret || input.endOldSecret) {
      throw new Refused("The client proves who it is with its keys and has no secret: change them with --keys.");
    }
    // One that nobody knows: what was a secret until now opens nothing, also when it goes back to one.
    return { secret: hasNoSecret(openid) ? secret : made, earlier: null };
  }
  if (hasNoSecret(openid)) {
    if (!input.newSecret) throw new Refused("The client has no secret yet: add --new-secret.");
    if (input.overlapHours !== undefined) throw new Refused("--overlap-hours: there is no old secret.");
    return { secret: made, earlier: null };
  }
  return replaceSecret({ secret, earlier }, input, made, nowMs);
}

function answerOf(changed: Client | null, input: Input) {
  if (changed === null) throw new TypeError("A change that was carried out was never decided.");
  const { clientId, clientSecret, earlierSecret: earlier = null, openid } = changed;
  const oldSecretEndsAtMs = earlier?.endsAtMs ?? null;
  if (hasNoSecret(openid)) {
    return { text: `The client ${clientId} was changed. Its keys are ${idsOf(openid)}.`, json: { clientId } };
  }
  const overlap = overlapText(earlier);
  if (!input.newSecret) {
    return { text: `The client ${clientId} was changed. ${overlap}`, json: { clientId, oldSecretEndsAtMs } };
  }
  return {
    text: `The client ${clientId} has a new secret. Keep it now: it is not shown again.\n  client secret  ${clientSecret}\n${overlap}`,
    json: { clientId, clientSecret, oldSecretEndsAtMs },
  };
}
