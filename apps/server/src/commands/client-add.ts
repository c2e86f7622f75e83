import { randomBytes } from "node:crypto";
import { DirectoryConflict } from "@warifu/rules";
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
import { chosenServiceId, findInstitution, textOption } from "./find-institution.ts";

const schema = z.strictObject({
  serviceId: chosenServiceId,
  name: textOption(),
  clientId: z
    .string()
    .regex(/^[A-Za-z0-9._-]{4,64}$/, "must be 4–64 of A–Z a–z 0–9 . _ -")
    .optional(),
  redirectUri: redirectUrisOption,
  ...openidSchema,
  idTokenAlgorithm: z.enum(["RS256", "ES256"], { error: "must be RS256 or ES256" }).optional(),
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
    ...openidOptions,
  },
  schema,
  async read({ keys, ...values }) {
    return { ...inputFrom(values), ...(typeof keys === "string" ? { keys: await readClientKeys(keys) } : {}) };
  },
  async perform(host, { serviceId, name, redirectUri: redirectUris, ...given }) {
    const openid = openidOf(given, standardOpenid);
    const { institutionId, serviceId: ofService } = await findInstitution(host, serviceId);
    const clientId = given.clientId ?? `${ofService}-${randomBytes(6).toString("hex")}`;
    const clientSecret = randomBytes(32).toString("base64url");
    try {
      const event = operatorEvent("client.saved", host.nowMs(), institutionId, { clientId });
      const client = { clientId, institutionId, name, redirectUris, clientSecret };
      await host.storage.addClient({ ...client, ...(openid === null ? {} : { openid }) }, event);
    } catch (error) {
      if (error instanceof DirectoryConflict)
        throw new Refused(`The client ID ${clientId} is taken.`, { cause: error });
      throw error;
    }
    if (hasNoSecret(openid)) {
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
