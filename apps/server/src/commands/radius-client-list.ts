import { z } from "zod";
import { dataCommand } from "./command.ts";
import { chosenServiceId, findInstitution } from "./find-institution.ts";

/** Every RADIUS client but its secret, which nobody is shown twice. */
export const radiusClientList = dataCommand({
  name: "radius-client list",
  summary: "lists the VPNs and log-in servers that may ask by RADIUS",
  help: `
  [--service-id 10121234]       only this institution's; without it all`,
  options: { "service-id": { type: "string" } },
  schema: z.strictObject({ serviceId: chosenServiceId }),
  async perform(host, { serviceId }) {
    const { storage } = host;
    const institutions =
      serviceId === undefined ? await storage.institutions() : [await findInstitution(host, serviceId)];
    const serviceIds = new Map(institutions.map((one) => [one.institutionId, one.serviceId]));
    const radiusClients = (await storage.radiusClients()).flatMap(
      ({ radiusClientId, institutionId, name, address }) => {
        const ofService = serviceIds.get(institutionId);
        return ofService === undefined ? [] : [{ radiusClientId, serviceId: ofService, address, name }];
      },
    );
    const lines = radiusClients.map((one) => Object.values(one).join("  "));
    return {
      text: lines.length === 0 ? 'There is no RADIUS client. "warifu radius-client add" makes one.' : lines.join("\n"),
      json: { radiusClients },
    };
  },
});
