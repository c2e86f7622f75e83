import { randomBytes } from "node:crypto";
import { DirectoryConflict } from "@warifu/rules";
import { z } from "zod";
import { Refused } from "../refused.ts";
import { operatorEvent } from "./operator.ts";
import { dataCommand } from "./command.ts";
import { chosenServiceId, findInstitution, textOption } from "./find-institution.ts";
import { addressOption, makeSharedSecret } from "./radius-client-options.ts";

export const radiusClientAdd = dataCommand({
  name: "radius-client add",
  summary: "lets a VPN or log-in server ask by RADIUS; prints the shared secret once",
  help: `
  [--service-id 10121234]       the institution, where there is more than one
  --name "Head office VPN"
  --address 192.0.2.10          where its requests come from: an address or a network (192.0.2.0/24)
  [--radius-client-id NAME]     otherwise made up`,
  options: {
    "service-id": { type: "string" },
    name: { type: "string" },
    address: { type: "string" },
    "radius-client-id": { type: "string" },
  },
  schema: z.strictObject({
    serviceId: chosenServiceId,
    name: textOption(),
    address: addressOption,
    radiusClientId: z
      .string()
      .regex(/^[A-Za-z0-9._-]{4,64}$/, "must be 4–64 of A–Z a–z 0–9 . _ -")
      .optional(),
  }),
  async perform(host, { serviceId, name, address: from, ...given }) {
    const { institutionId } = await findInstitution(host, serviceId);
    const radiusClientId = given.radiusClientId ?? `radius-${randomBytes(6).toString("hex")}`;
    const sharedSecret = makeSharedSecret();
    const { storage } = host;
    try {
      const event = operatorEvent("radiusClient.saved", host.nowMs(), institutionId, { radiusClientId, address: from });
      await storage.addRadiusClient({ radiusClientId, institutionId, name, address: from, sharedSecret }, event);
    } catch (error) {
      if (!(error instanceof DirectoryConflict)) throw error;
      const isIdTaken = (await storage.radiusClients()).some((one) => one.radiusClientId === radiusClientId);
      throw new Refused(
        isIdTaken
          ? `The RADIUS client ID ${radiusClientId} is taken.`
          : `The address ${from} belongs to another RADIUS client.`,
        { cause: error },
      );
    }
    return {
      text: `RADIUS client added. Keep the secret now: it is not shown again.\n  RADIUS client ID  ${radiusClientId}\n  address           ${from}\n  shared secret     ${sharedSecret}`,
      json: { radiusClientId, address: from, sharedSecret },
    };
  },
});
