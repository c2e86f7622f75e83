import { randomBytes } from "node:crypto";
import { DirectoryConflict } from "@warifu/rules";
import { z } from "zod";
import { Refused } from "../refused.ts";
import { operatorEvent } from "../operator.ts";
import { dataCommand } from "./command.ts";
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
});

export const clientAdd = dataCommand({
  name: "client add",
  summary: "adds an institution's internet bank as a client; prints its secret once",
  help: `
  [--service-id 10121234]       the institution, where there is more than one
  --name "Internet banking"
  --redirect-uri https://bank.example.jp/callback   (may be repeated)
  [--client-id NAME]            otherwise made up`,
  options: {
    "service-id": { type: "string" },
    name: { type: "string" },
    "client-id": { type: "string" },
    "redirect-uri": { type: "string", multiple: true },
  },
  schema,
  async perform(host, { serviceId, name, redirectUri: redirectUris, ...given }) {
    const { institutionId, serviceId: ofService } = await findInstitution(host, serviceId);
    const clientId = given.clientId ?? `${ofService}-${randomBytes(6).toString("hex")}`;
    const clientSecret = randomBytes(32).toString("base64url");
    try {
      // putClient also changes a client: adding must never take one over, not even another institution's.
      if ((await host.storage.client(clientId)) !== null) throw new DirectoryConflict();
      const event = operatorEvent("client.saved", host.nowMs(), institutionId, { clientId });
      await host.storage.putClient({ clientId, institutionId, name, redirectUris, clientSecret }, event);
    } catch (error) {
      if (error instanceof DirectoryConflict)
        throw new Refused(`The client ID ${clientId} is taken.`, { cause: error });
      throw error;
    }
    return {
      text: `Client added. Keep the secret now: it is not shown again.\n  client ID      ${clientId}\n  client secret  ${clientSecret}`,
      json: { clientId, clientSecret },
    };
  },
});

function isRedirectUri(text: string): boolean {
  if (!URL.canParse(text) || /[\s#\\]/.test(text)) return false;
  const { protocol, hostname, username, password } = new URL(text);
  if (username !== "" || password !== "") return false;
  const loopback = hostname === "localhost" || hostname === "[::1]" || /^127(\.\d+){3}$/.test(hostname);
  return protocol === "https:" || (protocol === "http:" && loopback);
}
