import { DirectoryConflict } from "@warifu/rules";
import type { RadiusClient } from "@warifu/rules";
import { z } from "zod";
import { Refused } from "../refused.ts";
import { operatorEvent } from "./operator.ts";
import { dataCommand } from "./command.ts";
import { textOption } from "./find-institution.ts";
import { addressOption, makeSharedSecret } from "./radius-client-options.ts";
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
  radiusClientId: z.string({ error: "is missing" }),
  name: textOption().optional(),
  address: addressOption.optional(),
  ...secretSchema,
});

export const radiusClientSet = dataCommand({
  name: "radius-client set",
  summary: "changes a RADIUS client: name, address; a new shared secret beside the old one",
  help: `
  --radius-client-id ID         the client (warifu radius-client list); what is not named below stays as it is
  [--name "Head office VPN"]
  [--address 192.0.2.10]        where its requests come from: an address or a network (192.0.2.0/24)${secretHelp}`,
  options: {
    "radius-client-id": { type: "string" },
    name: { type: "string" },
    address: { type: "string" },
    ...secretOptions,
  },
  schema,
  async perform({ storage, nowMs }, input) {
    const { radiusClientId, ...asked } = input;
    const changes = whatChanges(asked, "--name, --address, --new-secret, --end-old-secret");
    checkSecretAsked(input);
    const atMs = nowMs();
    const made = makeSharedSecret();
    let changed: RadiusClient | null = null;
    try {
      await storage.changeRadiusClient(radiusClientId, (client) => {
        changed = changedClient(client, input, made, atMs);
        const detail = {
          radiusClientId,
          address: changed.address,
          changed: changes,
          oldSecretEndsAtMs: changed.earlierSecret?.endsAtMs ?? null,
        };
        return { changed, event: operatorEvent("radiusClient.saved", atMs, client.institutionId, detail) };
      });
    } catch (error) {
      if (!(error instanceof DirectoryConflict)) throw error;
      const isThere = (await storage.radiusClients()).some((one) => one.radiusClientId === radiusClientId);
      throw new Refused(
        isThere
          ? `The address ${input.address ?? ""} belongs to another RADIUS client.`
          : `There is no RADIUS client ${radiusClientId}.`,
        { cause: error },
      );
    }
    return answerOf(changed, input.newSecret === true);
  },
});

/** @throws Refused */
function changedClient(client: RadiusClient, input: z.infer<typeof schema>, made: string, nowMs: number): RadiusClient {
  const { radiusClientId, institutionId, earlierSecret = null } = client;
  const { name = client.name, address = client.address } = input;
  const standing = { secret: client.sharedSecret, earlier: earlierSecret };
  const { secret: sharedSecret, earlier } = replaceSecret(standing, input, made, nowMs);
  const rest = { radiusClientId, institutionId, name, address, sharedSecret };
  return earlier === null ? rest : { ...rest, earlierSecret: earlier };
}

function answerOf(changed: RadiusClient | null, isNew: boolean) {
  if (changed === null) throw new TypeError("A change that was carried out was never decided.");
  const { radiusClientId, address, sharedSecret, earlierSecret: earlier = null } = changed;
  const oldSecretEndsAtMs = earlier?.endsAtMs ?? null;
  const overlap = overlapText(earlier);
  if (!isNew) {
    return {
      text: `The RADIUS client ${radiusClientId} was changed. ${overlap}`,
      json: { radiusClientId, address, oldSecretEndsAtMs },
    };
  }
  return {
    text: `The RADIUS client ${radiusClientId} has a new secret. Keep it now: it is not shown again.\n  shared secret  ${sharedSecret}\n${overlap}`,
    json: { radiusClientId, address, sharedSecret, oldSecretEndsAtMs },
  };
}
