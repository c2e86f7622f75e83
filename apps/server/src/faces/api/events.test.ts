import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { apiKeys, openApiBench } from "./testing/api-bench.ts";
import type { ApiBench } from "./testing/api-bench.ts";

interface Feed {
  readonly events: readonly { cursor: string; type: string; customerId: string; detail: Record<string, unknown> }[];
  readonly next: string;
  readonly more: boolean;
}

let bench: ApiBench;
/** Called at each pause of a waiting request, in place of time. */
let onPause: (() => unknown) | null = null;
let pauses = 0;
beforeAll(async () => {
  bench = await openApiBench({
    pause: async (_milliseconds, signal) => {
      pauses += 1;
      if (onPause === null) await new Promise((resolve) => signal.addEventListener("abort", resolve));
      else await onPause();
    },
  });
});
afterAll(() => bench.close());

async function read(query = "", apiKey: string = apiKeys.bank): Promise<Feed> {
  const answer = await bench.ask({ url: `/v1/events${query}`, apiKey });
  expect(answer.statusCode).toBe(200);
  return answer.json<Feed>();
}

describe("the event feed", () => {
  it("gives everything in order, none twice and none left out, however it is cut", async () => {
    for (const id of ["e-1", "e-2", "e-3"]) await bench.customerInUse(id);
    await bench.verify("e-1", bench.code(), {
      payload: { otp: bench.code(), purpose: "transfer", reference: "T-2026-1" },
    });
    await bench.verify("e-2", bench.wrongCode());
    const whole = await read("?limit=1000");
    expect(whole.more).toBe(false);
    for (const limit of [1, 2, 3, 7]) {
      const parts: Feed["events"][number][] = [];
      for (let part = await read(`?limit=${limit}`); ; part = await read(`?limit=${limit}&after=${part.next}`)) {
        parts.push(...part.events);
        expect(part.events.length).toBeLessThanOrEqual(limit);
        if (!part.more) break;
      }
      expect(parts).toEqual(whole.events);
    }
    const [accepted, refused] = whole.events.slice(-2);
    expect(accepted).toMatchObject({
      type: "code.accepted",
      customerId: "e-1",
      actor: { kind: "institution", id: "bank", channel: "api" },
      detail: { purpose: "transfer", reference: "T-2026-1" },
    });
    expect(refused).toMatchObject({ type: "code.refused", customerId: "e-2", detail: { reason: "mismatch" } });
    expect(whole.next).toBe(whole.events.at(-1)?.cursor);
    expect(await read(`?after=${whole.next}`)).toEqual({ events: [], next: whole.next, more: false });
  });

  it("is the institution's own, and holds no code", async () => {
    const otp = bench.code(1);
    await bench.customerInUse("e-own");
    await bench.verify("e-own", otp);
    const foreign = await read("", apiKeys.foreign);
    expect(foreign.events.map(({ type }) => type)).toEqual(["institution.saved", "client.saved", "apiKey.created"]);
    const ours = JSON.stringify(await read("?limit=1000"));
    expect(ours).not.toContain(otp);
    expect(ours).not.toContain(apiKeys.bank.slice(21));
  });

  it("takes its query strictly", async () => {
    for (const query of [
      "after=-1",
      "after=01",
      "after=1.0",
      "after=1e3",
      "after=%201",
      "after=",
      "after=9999999999999999",
      "after=１",
      "after=1&after=2",
      "after[]=1",
      "limit=0",
      "limit=1001",
      "limit=+1",
      "limit=",
      "limit=1&limit=1",
      "wait=31",
      "wait=-1",
      "wait=0.5",
      "wait=030",
      "Limit=1",
      "customerId=x",
      "__proto__=1",
      "constructor=1",
      "%00=1",
    ]) {
      const answer = await bench.ask({ url: `/v1/events?${query}` });
      expect([query, answer.statusCode, answer.json<{ code: string }>().code]).toEqual([query, 400, "malformed"]);
    }
    expect(await read("?after=999999999999999")).toEqual({ events: [], next: "999999999999999", more: false });
  });
});

describe("a request that waits for the next event", () => {
  it("is answered when one comes", async () => {
    const { next } = await read("?limit=1000");
    onPause = () => bench.customerInUse("e-waited");
    const { events } = await read(`?after=${next}&wait=30`);
    expect(events.map(({ customerId }) => customerId)).toContain("e-waited");
  });

  it("is answered empty after its seconds, and at once when there is something or it does not want to wait", async () => {
    const { next } = await read("?limit=1000");
    onPause = () => undefined;
    pauses = 0;
    expect((await read(`?after=${next}&wait=3`)).events).toEqual([]);
    expect(pauses).toBe(6);
    await read(`?after=${next}&wait=0`);
    await read("?wait=30");
    expect(pauses).toBe(6);
  });

  it("shares its key with three others at most, and all are answered when the service stops", async () => {
    const { next } = await read("?limit=1000");
    onPause = null;
    pauses = 0;
    const url = `/v1/events?after=${next}&wait=30`;
    const waiting = Array.from({ length: 4 }, () => bench.ask({ url }));
    await expect.poll(() => pauses).toBe(4);
    const fifth = await bench.ask({ url });
    expect([fifth.statusCode, fifth.json<{ code: string }>().code, fifth.headers["retry-after"]]).toEqual([
      429,
      "too_many_requests",
      "1",
    ]);
    const others = bench.ask({ url: "/v1/events?after=999999&wait=30", apiKey: apiKeys.foreign });
    await expect.poll(() => pauses).toBe(5);
    const [answers] = await Promise.all([Promise.all([...waiting, others]), bench.app.close()]);
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 200, 200]);
    expect(pauses).toBe(5);
  });
});
