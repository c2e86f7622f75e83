import { z } from "zod";
import { operatorEvent } from "./operator.ts";
import { Refused } from "../refused.ts";
import { brandHelp, brandOf, brandOptions, brandSchema, readLogoFile } from "./brand-options.ts";
import { dataCommand, inputFrom } from "./command.ts";
import { chosenServiceId, findInstitution } from "./find-institution.ts";

/** What is not named stays as it is. */
export const institutionBrand = dataCommand({
  name: "institution brand",
  summary: "gives an institution's gate its colour and logo",
  help: `
  [--service-id 10121234]       the institution, where there is more than one${brandHelp}
  [--remove]                    back to the look of the service`,
  options: { "service-id": { type: "string" }, ...brandOptions, remove: { type: "boolean" } },
  schema: z.strictObject({ serviceId: chosenServiceId, ...brandSchema, remove: z.boolean().optional() }),
  async read(values) {
    return { ...inputFrom(values), ...(await readLogoFile(values)) };
  },
  async perform(host, { serviceId: chosen, remove, ...given }) {
    const { storage, nowMs } = host;
    const { institutionId, serviceId, texts } = await findInstitution(host, chosen);
    const names = Object.entries(given).filter(([, value]) => value !== undefined);
    if (remove === true && names.length > 0) throw new Refused("--remove goes with nothing else.");
    if (remove !== true && names.length === 0) throw new Refused("Nothing is named: --accent, --logo or --remove.");
    const brand = remove === true ? null : brandOf(given, await storage.brand(institutionId));
    const { accent = null, accentDark = null, logo = null } = brand ?? {};
    const look = { accent, accentDark, logo: logo?.type ?? null };
    await storage.putBrand(institutionId, brand, operatorEvent("institution.saved", nowMs(), institutionId, look));
    const text =
      brand === null
        ? `${texts.nameJa} has the look of the service again.`
        : `${texts.nameJa}: accent ${brand.accent}, ${brand.logo === null ? "no logo" : "with its logo"}.`;
    return { text, json: { institutionId, serviceId, ...look } };
  },
});
