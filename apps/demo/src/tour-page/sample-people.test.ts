import { expect, it } from "vitest";
import { samplePeople, unknownStandings } from "./sample-people.ts";
import { nothingYet } from "./person-progress.ts";

it("the bank's log-in page is told where each of the ready-made people stands", () => {
  expect(unknownStandings.map(({ standing }) => standing)).toEqual([null, null]);
  const progress = { hanako: { ...nothingYet, appliedAtMs: 1, confirmedAtMs: 2 }, taro: nothingYet };
  const people = samplePeople((customerId) => (customerId === "hanako" ? progress.hanako : progress.taro));
  expect(people.map(({ nameEn, standing }) => [nameEn, standing])).toEqual([
    ["Hanako Ozora", "inUse"],
    ["Taro Aozora", "notApplied"],
  ]);
  const applied = samplePeople(() => ({ ...nothingYet, appliedAtMs: 1 }));
  expect(applied[0]?.standing).toBe("applied");
});
