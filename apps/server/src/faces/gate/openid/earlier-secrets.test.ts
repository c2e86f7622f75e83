import type { Client } from "@warifu/rules";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { operatorEvent } from "../../../commands/operator.ts";
import { clientSecret as first, openGateBench } from "../testing/gate-bench.ts";
import type { GateBench } from "../testing/gate-bench.ts";

const hourMs = 3_600_000;
const second = "the second secret, which is as long as any of them is";

let bench: GateBench;

beforeAll(async () => {
  bench = await openGateBench();
  for (const clientId of ["posting", "keyless"]) {
    const authentication = "client_secret_post";
    await bench.addClient(clientId, { requests: "pushed", authentication, idTokenAlgorithm: null, keys: [] });
  }
});
afterAll(() => bench.close());

async function change(clientId: string, changed: Partial<Client>): Promise<void> {
  const event = operatorEvent("client.saved", bench.service.nowMs(), "ozora", { clientId });
  await bench.service.storage.changeClient(clientId, ({ earlierSecret: _before, ...client }) => ({
    changed: { ...client, ...changed },
    event,
  }));
}

/** Whether the token endpoint believes the client: it then finds the code wanting, not the client. */
async function isBelieved(secret: string, clientId = "ozora-bank"): Promise<boolean> {
  const post = clientId !== "ozora-bank";
  const code = { grant_type: "authorization_code", code: "none", redirect_uri: "https://bank.example/" };
  const answer = await fetch(`${bench.origin}/openid/token`, {
    method: "POST",
    headers: post ? {} : { authorization: `Basic ${btoa(`${clientId}:${encodeURIComponent(secret)}`)}` },
    body: new URLSearchParams(post ? { ...code, client_id: clientId, client_secret: secret } : code),
  });
  const { error } = (await answer.json()) as { error: string };
  if (error === "invalid_grant") return true;
  expect([answer.status, error]).toEqual([401, "invalid_client"]);
  return false;
}

describe("a client whose secret was replaced", () => {
  beforeEach(async () => {
    const earlierSecret = { secret: first, endsAtMs: bench.service.nowMs() + hourMs };
    for (const clientId of ["ozora-bank", "posting"]) await change(clientId, { clientSecret: second, earlierSecret });
  });

  it.each(["ozora-bank", "posting"])(
    "is believed with either until the old one ends by itself (%s)",
    async (client) => {
      expect(await isBelieved(first, client)).toBe(true);
      expect(await isBelieved(second, client)).toBe(true);
      bench.passMs(hourMs - 60_000);
      expect(await isBelieved(first, client)).toBe(true);
      bench.passMs(60_000);
      expect(await isBelieved(first, client)).toBe(false);
      expect(await isBelieved(second, client)).toBe(true);
    },
  );

  it("is believed with the new one alone once the old one was ended, at once", async () => {
    await change("ozora-bank", { clientSecret: second });
    expect(await isBelieved(first)).toBe(false);
    expect(await isBelieved(second)).toBe(true);
  });

  it("is believed with nothing else, nor another client's, nor a part or both in a row", async () => {
    const wrong = [
      "",
      " ",
      first.slice(0, -1),
      `${first} `,
      first + second,
      second.slice(1),
      "undefined",
      "null",
      "\0",
    ];
    for (const secret of wrong) {
      expect(await isBelieved(secret, "posting")).toBe(false);
    }
    expect(await isBelieved(second, "keyless")).toBe(false);
    for (const secret of ["", "undefined", "null"]) expect(await isBelieved(secret, "keyless")).toBe(false);
  });

  it("is logged when it still uses the old one, once a minute and without either", async () => {
    bench.passMs(60_000);
    const told = () => bench.logged().filter(({ msg }) => String(msg).includes("used the secret that was replaced"));
    const before = told().length;
    for (let count = 0; count < 3; count += 1) await isBelieved(first);
    await isBelieved(second);
    expect(told().slice(before)).toMatchObject([{ clientId: "ozora-bank" }]);
    const log = JSON.stringify(bench.logged());
    for (const secret of [first, second]) expect(log).not.toContain(secret);
  });
});
