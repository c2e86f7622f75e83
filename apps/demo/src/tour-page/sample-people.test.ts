import type { Answer, WarifuFailure, WireCustomer } from "@warifu/wire";
import { expect, it } from "vitest";
import { askSamplePeople, unknownStandings } from "./sample-people.ts";

const token: NonNullable<WireCustomer["token"]> = {
  tokenId: "t",
  status: "inUse",
  sinceMs: 1,
  untilMs: null,
  imported: false,
  userIdLastFour: null,
  issuedAtMs: 1,
  activatedAtMs: 1,
  confirmedAtMs: 1,
  endedAtMs: null,
  triesLeft: 5,
};

function customer(status: WireCustomer["status"], changes: Partial<typeof token> = {}): Answer<WireCustomer> {
  const value = { customerId: "hanako", use: "applied", status, replacement: null, issuancesLeft: 3 } as const;
  return { ok: true, value: { ...value, token: { ...token, ...changes } } };
}

async function standingOf(answer: Answer<WireCustomer>) {
  const [hanako] = await askSamplePeople(async () => answer);
  return hanako?.standing;
}

it("the bank's log-in page is told where each of the ready-made people stands, in the service's own words", async () => {
  expect(unknownStandings.map(({ standing }) => standing)).toEqual([null, null]);
  const asked: string[] = [];
  const people = await askSamplePeople(async (customerId) => {
    asked.push(customerId);
    return customer("suspended");
  });
  expect(asked).toEqual(["hanako", "taro"]);
  expect(people.map(({ nameEn }) => nameEn)).toEqual(["Hanako Ozora", "Taro Aozora"]);
  expect(people[0]?.standing).toEqual({ status: "suspended", next: null });
});

it("a pause and an issuance that waits come with what follows by itself", async () => {
  expect(await standingOf(customer("paused", { untilMs: 7 }))).toEqual({
    status: "paused",
    next: { atMs: 7, status: "inUse" },
  });
  expect(await standingOf(customer("paused", { untilMs: 7, confirmedAtMs: null }))).toMatchObject({
    next: { status: "activated" },
  });
  expect(await standingOf(customer("issued", { untilMs: 9 }))).toMatchObject({ next: { atMs: 9, status: "expired" } });
});

it("who is unknown to the service has not applied; where it does not answer, nobody knows", async () => {
  const failed = (code: WarifuFailure["code"]): Answer<WireCustomer> => ({
    ok: false,
    failure: { code, status: 404, message: "" },
  });
  expect(await standingOf(failed("unknown_customer"))).toEqual({ status: "none", next: null });
  expect(await standingOf(failed("no_answer"))).toBeNull();
});
