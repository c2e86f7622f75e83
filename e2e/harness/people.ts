import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeWarifuClient } from "@warifu/wire";
import { inject } from "vitest";
import { demo } from "./journey.ts";
import { patienceMs } from "./patience.ts";
import type { BankCustomer } from "./start-demo.ts";

export const warifu = makeWarifuClient({ baseUrl: demo.api.url, apiKey: demo.api.key, timeoutMs: patienceMs });

let people = 0;

/** A customer of the sample bank nobody else uses, not yet known to Warifu. */
export function newPerson(): BankCustomer {
  people += 1;
  const person = {
    customerId: `journey-${process.pid}-${people}`,
    password: `pass-${people}-word`,
    name: `旅路 ${people}子`,
  };
  // The bank reads the file at every log-in; a rename is never seen half written.
  const file = join(inject("demoFolder"), "bank-customers.json");
  const customers = JSON.parse(readFileSync(file, "utf8")) as BankCustomer[];
  writeFileSync(`${file}.new`, JSON.stringify([...customers, person]));
  renameSync(`${file}.new`, file);
  return person;
}

/** A customer whose application the branch has registered. */
export async function newApplicant(): Promise<BankCustomer> {
  const person = newPerson();
  const answer = await warifu.apply(person.customerId, { name: person.name });
  if (!answer.ok) throw new Error(`The application was not registered: ${answer.failure.message}`);
  return person;
}
