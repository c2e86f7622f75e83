import { z } from "zod";
import { dataCommand } from "./command.ts";
import { findInstitution, serviceIdOption } from "./find-institution.ts";

/** What was decided is also what is in force: names, support and the whole policy, standard values included. Nothing secret. */
export const institutionShow = dataCommand({
  name: "institution show",
  summary: "shows an institution's texts and its whole policy",
  help: `
  --service-id 10121234         the institution`,
  options: { "service-id": { type: "string" } },
  schema: z.strictObject({ serviceId: serviceIdOption }),
  async perform(host, { serviceId }) {
    const { institutionId, texts, policy } = await findInstitution(host, serviceId);
    const lines = Object.entries({ serviceId, institutionId, ...texts, ...policy });
    const width = Math.max(...lines.map(([name]) => name.length));
    return {
      text: lines.map(([name, value]) => `${name.padEnd(width)}  ${value ?? "–"}`).join("\n"),
      json: { serviceId, institutionId, texts, policy },
    };
  },
});
