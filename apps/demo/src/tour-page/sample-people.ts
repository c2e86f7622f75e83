import type { Answer, WireCustomer } from "@warifu/wire";
import { hanako, taro } from "../people.ts";
import type { DemoCustomer } from "../people.ts";

type Status = WireCustomer["status"];

/** Where somebody stands, as the bank's log-in page reads it (apps/bank/src/sample-people.ts). */
interface Standing {
  readonly status: Status;
  /** What comes by itself after it. */
  readonly next: { readonly atMs: number; readonly status: Status } | null;
}

export interface SamplePerson extends DemoCustomer {
  readonly standing: Standing | null;
}

/** For the bank's log-in page: who there is to be, before anybody has asked the service where they stand. */
export const unknownStandings: readonly SamplePerson[] = [hanako, taro].map((one) => ({ ...one, standing: null }));

/** The same with where they stand, as the service answers now. */
export async function askSamplePeople(
  ask: (customerId: string) => Promise<Answer<WireCustomer>>,
): Promise<readonly SamplePerson[]> {
  return await Promise.all(
    [hanako, taro].map(async (one) => ({ ...one, standing: standingOf(await ask(one.customerId)) })),
  );
}

function standingOf(answer: Answer<WireCustomer>): Standing | null {
  // Nobody has told the service of this customer.
  if (!answer.ok) return answer.failure.code === "unknown_customer" ? { status: "none", next: null } : null;
  const { status, token } = answer.value;
  if (token === null || token.untilMs === null) return { status, next: null };
  const afterPause = token.confirmedAtMs === null ? "activated" : "inUse";
  return { status, next: { atMs: token.untilMs, status: status === "paused" ? afterPause : "expired" } };
}
