import { createHash, timingSafeEqual } from "node:crypto";
import { readFile } from "node:fs/promises";
import { z } from "zod";
import { halfWidth } from "./half-width.ts";
import type { NameInBoth } from "./name-in-both.ts";

// A sample: a real bank keeps salted hashes. The file is read anew at every log-in, so that people can be added while it runs.
const customersSchema = z.array(
  z.object({ customerId: z.string(), password: z.string(), name: z.string(), nameEn: z.string().optional() }),
);

export interface BankCustomer extends NameInBoth {
  readonly customerId: string;
}

/** The customer whose password this is, or null. */
export async function findCustomer(file: string, customerId: string, password: string): Promise<BankCustomer | null> {
  const customers = customersSchema.parse(JSON.parse(await readFile(file, "utf8")));
  const found = customers.find((customer) => customer.customerId === customerId);
  // As typed, or with full-width letters and digits taken for the plain ones: a Japanese keyboard writes both.
  const known = hashOf(found?.password ?? "");
  const matches = [password, halfWidth(password)].some((typed) => timingSafeEqual(known, hashOf(typed)));
  if (found === undefined || !matches) return null;
  return { customerId: found.customerId, name: found.name, nameEn: found.nameEn ?? found.name };
}

function hashOf(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
