import { randomUUIDv7 } from "node:crypto";
import { defaultPolicy, DirectoryConflict, readPolicy } from "@warifu/rules";
import type { Institution, Policy } from "@warifu/rules";
import { z } from "zod";
import { Refused } from "../refused.ts";
import { operatorEvent } from "./operator.ts";
import { brandHelp, brandOf, brandOptions, brandSchema, readLogoFile } from "./brand-options.ts";
import { dataCommand, inputFrom } from "./command.ts";
import { serviceIdOption, textOption } from "./find-institution.ts";
import { readSmallFile } from "./small-file.ts";

const schema = z.strictObject({
  serviceId: serviceIdOption,
  nameJa: textOption(),
  nameEn: textOption(),
  supportPhone: textOption(30),
  supportHoursJa: textOption(),
  supportHoursEn: textOption(),
  ...brandSchema,
  /** Content of the policy file: an object with the fields that differ from the standard. */
  policy: z.record(z.string(), z.unknown(), "must be a file with one JSON object").optional(),
});

export const institutionAdd = dataCommand({
  name: "institution add",
  summary: "adds an institution",
  help: `
  --service-id 10121234         8 digits that customers type into the app
  --name-ja 大空信用組合        name on Japanese screens and mails
  --name-en "Ozora Credit Union"
  --support-phone 0120-000-123
  --support-hours-ja 平日9時〜17時
  --support-hours-en "weekdays 9:00–17:00"
  [--policy FILE.json]          fields of the policy that differ from the standard: {"browserTabSetup": true}${brandHelp}`,
  options: {
    "service-id": { type: "string" },
    "name-ja": { type: "string" },
    "name-en": { type: "string" },
    "support-phone": { type: "string" },
    "support-hours-ja": { type: "string" },
    "support-hours-en": { type: "string" },
    policy: { type: "string" },
    ...brandOptions,
  },
  schema,
  async read({ policy, ...values }) {
    const input = { ...inputFrom(values), ...(await readLogoFile(values)) };
    return typeof policy === "string" ? { ...input, policy: await readPolicyFile(policy) } : input;
  },
  async perform({ storage, nowMs }, { serviceId, policy, accent, accentDark, logo, ...texts }) {
    const brand = brandOf({ accent, accentDark, logo }, null);
    const institution: Institution = {
      institutionId: randomUUIDv7(),
      serviceId,
      texts,
      policy: policy === undefined ? defaultPolicy : checkedPolicy(policy),
    };
    const { institutionId } = institution;
    try {
      const event = operatorEvent("institution.saved", nowMs(), institutionId, { serviceId });
      await storage.putInstitution(institution, event);
      if (brand !== null) await storage.putBrand(institutionId, brand, event);
    } catch (error) {
      if (error instanceof DirectoryConflict)
        throw new Refused(`The service ID ${serviceId} is taken.`, { cause: error });
      throw error;
    }
    return { text: `${texts.nameJa} added with service ID ${serviceId}.`, json: { institutionId, serviceId } };
  },
});

const mostPolicyBytes = 100_000;

async function readPolicyFile(path: string): Promise<unknown> {
  const text = (await readSmallFile(path, "The policy file", mostPolicyBytes)).toString();
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Refused(`The policy file ${path} is not JSON: ${error instanceof Error ? error.message : ""}`, {
      cause: error,
    });
  }
}

function checkedPolicy(given: Record<string, unknown>): Policy {
  const reading = readPolicy(given, defaultPolicy);
  if (reading.ok) return reading.policy;
  throw new Refused(`The policy is not accepted:\n${reading.problems.map((problem) => `  ${problem}`).join("\n")}`);
}
