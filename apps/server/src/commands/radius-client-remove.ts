import { DirectoryConflict } from "@warifu/rules";
import { z } from "zod";
import { Refused } from "../refused.ts";
import { operatorEvent } from "./operator.ts";
import { dataCommand } from "./command.ts";

export const radiusClientRemove = dataCommand({
  name: "radius-client remove",
  summary: "ends a RADIUS client: within seconds it gets no answer any more",
  help: `
  --radius-client-id ID         the client (warifu radius-client list)`,
  options: { "radius-client-id": { type: "string" } },
  schema: z.strictObject({ radiusClientId: z.string({ error: "is missing" }) }),
  async perform({ storage, nowMs }, { radiusClientId }) {
    const unknown = `There is no RADIUS client ${radiusClientId}.`;
    const client = (await storage.radiusClients()).find((one) => one.radiusClientId === radiusClientId);
    if (!client) throw new Refused(unknown);
    const { institutionId, address } = client;
    try {
      const event = operatorEvent("radiusClient.removed", nowMs(), institutionId, { radiusClientId, address });
      await storage.removeRadiusClient(radiusClientId, event);
    } catch (error) {
      if (!(error instanceof DirectoryConflict)) throw error;
      throw new Refused(unknown, { cause: error });
    }
    return { text: `The RADIUS client ${radiusClientId} has ended.`, json: { radiusClientId } };
  },
});
