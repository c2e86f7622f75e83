import { isServiceId } from "@warifu/otp";
import type { Institution } from "@warifu/rules";
import { isPlainLine, plainLineRule } from "@warifu/wire";
import { z } from "zod";
import { Refused } from "../refused.ts";
import type { CommandHost } from "./command.ts";

export const serviceIdOption = z
  .string({ error: "is missing" })
  .refine((text) => isServiceId(text), "must be 8 digits");

/** Left out where the service has one institution only: then that one is meant. */
export const chosenServiceId = serviceIdOption.optional();

/** A text an operator types: something to be seen in it, nothing that cannot be, not longer than a screen line. */
export function textOption(longest = 100): z.ZodType<string> {
  return z
    .string({ error: "is missing" })
    .trim()
    .min(1, "must not be empty")
    .max(longest, `must not be longer than ${longest} characters`)
    .refine((text) => text === "" || isPlainLine(text), plainLineRule);
}

/** @throws Refused */
export async function findInstitution(host: CommandHost, serviceId: string | undefined): Promise<Institution> {
  const { storage } = host;
  if (serviceId === undefined) return await soleInstitution(host);
  const institution = await storage.institutionByServiceId(serviceId);
  if (!institution)
    throw new Refused(`No institution has the service ID ${serviceId}. "warifu institution add" makes one.`);
  return institution;
}

/** Where a row was left out, nobody knows whether the one that remains is meant. */
async function soleInstitution({ storage }: CommandHost): Promise<Institution> {
  const number = await storage.countInstitutions();
  const [one, ...others] = await storage.institutions();
  if (one && others.length === 0 && number === 1) return one;
  if (number > (one ? 1 + others.length : 0)) {
    throw new Refused(
      "--service-id is missing, and an institution's row was changed from outside: say which institution is meant.",
    );
  }
  throw new Refused(
    one
      ? "--service-id is missing: there is more than one institution."
      : 'There is no institution yet. "warifu institution add" makes one.',
  );
}
