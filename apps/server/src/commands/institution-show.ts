import { z } from "zod";
import { dataCommand } from "./command.ts";
import { chosenServiceId, findInstitution } from "./find-institution.ts";

/** What was decided is also what is in force: names, support and the whole policy, standard values included. Nothing secret. */
export const institutionShow = dataCommand({
  name: "institution show",
  summary: "shows an institution's texts and its whole policy",
  help: `
  [--service-id 10121234]       the institution, where there is more than one`,
  options: { "service-id": { type: "string" } },
  schema: z.strictObject({ serviceId: chosenServiceId }),
  async perform(host, input) {
    const { institutionId, serviceId, texts, policy } = await findInstitution(host, input.serviceId);
    const brand = await host.storage.brand(institutionId);
    const look = {
      accent: brand?.accent ?? null,
      accentDark: brand?.accentDark ?? null,
      logo: brand?.logo?.type ?? null,
    };
    const lines = Object.entries({ serviceId, institutionId, ...texts, ...look, ...policy });
    const width = Math.max(...lines.map(([name]) => name.length));
    return {
      text: lines.map(([name, value]) => `${name.padEnd(width)}  ${value ?? "–"}`).join("\n"),
      json: { serviceId, institutionId, texts, look, policy },
    };
  },
});
