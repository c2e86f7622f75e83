import { randomBytes } from "node:crypto";
import { base32Encode } from "@warifu/otp";
import { DirectoryConflict } from "@warifu/rules";
import { z } from "zod";
import { readAddressRange } from "../address-range.ts";
import { Refused } from "../refused.ts";
import { operatorEvent } from "./operator.ts";
import { dataCommand } from "./command.ts";
import { chosenServiceId, findInstitution, textOption } from "./find-institution.ts";

/** 120 bits in 24 letters and digits: nobody finds it from packets (RFC 2865 §3 asks for 16 octets), and every device takes it. */
const secretBytes = 15;

/** Whoever needs more has forgotten which machines ask. */
const shortestPrefixBits = { 4: 8, 6: 32 } as const;

const address = z.string({ error: "is missing" }).transform((text, context) => {
  const range = readAddressRange(text.trim());
  if (range === null) {
    context.addIssue("must be an address or a network, such as 192.0.2.10, 192.0.2.0/24 or 2001:db8::/64");
    return z.NEVER;
  }
  if (range.prefixBits < shortestPrefixBits[range.version]) {
    context.addIssue("must not be wider than /8 (IPv4) or /32 (IPv6)");
    return z.NEVER;
  }
  return range.text;
});

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
    address,
    radiusClientId: z
      .string()
      .regex(/^[A-Za-z0-9._-]{4,64}$/, "must be 4–64 of A–Z a–z 0–9 . _ -")
      .optional(),
  }),
  async perform(host, { serviceId, name, address: from, ...given }) {
    const { institutionId } = await findInstitution(host, serviceId);
    const radiusClientId = given.radiusClientId ?? `radius-${randomBytes(6).toString("hex")}`;
    const sharedSecret = base32Encode(randomBytes(secretBytes));
    const { storage } = host;
    // putRadiusClient also changes a client: adding must never take one over.
    const others = await storage.radiusClients();
    if (others.some((one) => one.radiusClientId === radiusClientId)) {
      throw new Refused(`The RADIUS client ID ${radiusClientId} is taken.`);
    }
    try {
      const event = operatorEvent("radiusClient.saved", host.nowMs(), institutionId, { radiusClientId, address: from });
      await storage.putRadiusClient({ radiusClientId, institutionId, name, address: from, sharedSecret }, event);
    } catch (error) {
      if (!(error instanceof DirectoryConflict)) throw error;
      throw new Refused(`The address ${from} belongs to another RADIUS client.`, { cause: error });
    }
    return {
      text: `RADIUS client added. Keep the secret now: it is not shown again.\n  RADIUS client ID  ${radiusClientId}\n  address           ${from}\n  shared secret     ${sharedSecret}`,
      json: { radiusClientId, address: from, sharedSecret },
    };
  },
});
