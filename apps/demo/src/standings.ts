import { makeWarifuClient } from "@warifu/wire";
import type { Credentials } from "./credentials.ts";
import type { Standing, Standings } from "./tour.ts";

/** Asks the service where each ready-made customer stands. */
export async function askStandings({ api, bank }: Credentials): Promise<Standings> {
  const client = makeWarifuClient({ baseUrl: api.url, apiKey: api.key, timeoutMs: 60_000 });
  const asked = bank.customers.map(async ({ customerId }): Promise<[string, Standing]> => {
    const answer = await client.customer(customerId);
    if (answer.ok) return [customerId, answer.value.status];
    // Nobody has told the service of this customer.
    return [customerId, answer.failure.code === "unknown_customer" ? "none" : "unknown"];
  });
  return Object.fromEntries(await Promise.all(asked));
}
