import { hanako, taro } from "../people.ts";
import type { DemoCustomer } from "../people.ts";
import type { PersonProgress } from "./person-progress.ts";

export interface SamplePerson extends DemoCustomer {
  readonly standing: "notApplied" | "applied" | "inUse" | null;
}

/** For the bank's log-in page: who there is to be, before anybody has asked the service where they stand. */
export const unknownStandings: readonly SamplePerson[] = [hanako, taro].map((one) => ({ ...one, standing: null }));

/** The same with where they stand, as far as the service has told. */
export function samplePeople(progressOf: (customerId: string) => PersonProgress): readonly SamplePerson[] {
  return [hanako, taro].map((one) => ({ ...one, standing: standingOf(progressOf(one.customerId)) }));
}

function standingOf({ appliedAtMs, confirmedAtMs }: PersonProgress): SamplePerson["standing"] {
  if (confirmedAtMs !== null) return "inUse";
  return appliedAtMs === null ? "notApplied" : "applied";
}
