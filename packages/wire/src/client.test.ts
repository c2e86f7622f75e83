import { describe, expect, it } from "vitest";
import { makeWarifuClient } from "./client.ts";
import { wireCodeNames, wireCodes } from "./wire-codes.ts";

interface Asked {
  readonly url: string;
  readonly init: RequestInit;
}

function clientOf(answer: (attempt: number) => Response | Promise<Response>, tries?: number) {
  const asked: Asked[] = [];
  const waits: number[] = [];
  const fetch = async (input: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
    asked.push({ url: input as string, init });
    return answer(asked.length);
  };
  const client = makeWarifuClient({
    baseUrl: "https://api.otp.example/",
    apiKey: "wrf_1_2",
    fetch,
    wait: async (milliseconds) => void waits.push(milliseconds),
    random: () => 0.5,
    ...(tries === undefined ? {} : { tries }),
  });
  return { client, asked, waits };
}

const verification = { otp: "12345678", purpose: "login" } as const;

describe("makeWarifuClient", () => {
  it("asks the right path with the key, and gives the answer as a value", async () => {
    const { client, asked } = clientOf(() => Response.json({ accepted: true }));
    expect(await client.verify("hanako", verification)).toEqual({ ok: true, value: { accepted: true } });
    expect(asked[0]?.url).toBe("https://api.otp.example/v1/customers/hanako/verifications");
    expect(asked[0]?.init).toMatchObject({ method: "POST", redirect: "manual", body: JSON.stringify(verification) });
    expect(new Headers(asked[0]?.init.headers).get("authorization")).toBe("Bearer wrf_1_2");
  });

  it("sends no body and no content type where there is none", async () => {
    const { client, asked } = clientOf(() => Response.json({ revokedTokens: 0 }));
    await client.cancel("hanako");
    expect(asked[0]?.init.body).toBeUndefined();
    expect(new Headers(asked[0]?.init.headers).get("content-type")).toBeNull();
  });

  it("cannot be led to another path by a customer ID", async () => {
    const { client, asked } = clientOf(() => Response.json({}));
    await client.customer("../../admin?x=1#");
    expect(asked[0]?.url).toBe("https://api.otp.example/v1/customers/..%2F..%2Fadmin%3Fx%3D1%23");
  });

  it("gives every code of the table as a typed failure", async () => {
    for (const code of wireCodeNames) {
      const { status, message } = wireCodes[code];
      const { client } = clientOf(() => Response.json({ code, message }, { status }));
      expect(await client.verify("hanako", verification)).toEqual({ ok: false, failure: { code, status, message } });
    }
  });

  it("calls a lost answer no_answer, never a refusal", async () => {
    const { client } = clientOf(() => Promise.reject(new TypeError("fetch failed")));
    expect(await client.verify("hanako", verification)).toMatchObject({ failure: { code: "no_answer", status: null } });
  });

  it("gives up after the time-out", async () => {
    const client = makeWarifuClient({
      baseUrl: "https://api.otp.example",
      apiKey: "k",
      timeoutMs: 5,
      tries: 1,
      fetch: (_url, init) =>
        new Promise((_resolve, reject) => {
          init?.signal?.addEventListener("abort", () => reject(new Error("aborted")));
        }),
    });
    expect(await client.customer("hanako")).toMatchObject({ failure: { code: "no_answer" } });
  });

  it("trusts no answer that is not one of REST v1", async () => {
    for (const answer of [
      () => new Response("<html>firewall</html>", { status: 403 }),
      () => new Response("<html>too large</html>", { status: 413 }),
      () => new Response(null, { status: 302, headers: { location: "https://elsewhere.example/" } }),
      () => Response.json({ accepted: "true" }),
      () => Response.json({ accepted: true }, { status: 400 }),
      () => Response.json({ code: "no_such_code", message: "" }, { status: 400 }),
    ]) {
      const { client } = clientOf(answer);
      expect(await client.verify("hanako", verification)).toMatchObject({ failure: { code: "unreadable_answer" } });
    }
  });

  it("ignores fields that a newer service adds", async () => {
    const { client } = clientOf(() => Response.json({ accepted: false, reason: "used", later: 1 }));
    expect(await client.verify("hanako", verification)).toEqual({
      ok: true,
      value: { accepted: false, reason: "used" },
    });
  });
});

describe("a call that got no answer", () => {
  const body = (code: keyof typeof wireCodes) => ({ code, message: wireCodes[code].message });
  const refusal = (code: keyof typeof wireCodes, headers: Record<string, string> = {}) =>
    Response.json(body(code), { status: wireCodes[code].status, headers });
  const accepted = () => Response.json({ accepted: true });
  const keysOf = (asked: readonly Asked[]) => asked.map(({ init }) => new Headers(init.headers).get("idempotency-key"));
  const lost = () => Promise.reject(new TypeError("fetch failed"));

  it("is sent again with the same key and the same body, and each call has a key of its own", async () => {
    const { client, asked, waits } = clientOf((attempt) => (attempt < 3 ? lost() : accepted()));
    expect(await client.verify("hanako", verification)).toEqual({ ok: true, value: { accepted: true } });
    expect(keysOf(asked)).toEqual(Array(3).fill(expect.stringMatching(/^"[0-9a-f-]{36}"$/)));
    expect(new Set(keysOf(asked)).size).toBe(1);
    expect(new Set(asked.map(({ init }) => init.body)).size).toBe(1);
    expect(waits).toEqual([75, 150]);
    await client.verify("hanako", verification);
    expect(new Set(keysOf(asked)).size).toBe(2);
  });

  it("is sent again after 503, outcome_unknown too, and after 429 that says when", async () => {
    for (const [answer, waited] of [
      [() => refusal("unavailable"), 75],
      [() => refusal("outcome_unknown"), 75],
      [() => new Response("<html>busy</html>", { status: 503 }), 75],
      [() => refusal("unavailable", { "retry-after": "1" }), 1050],
      [() => refusal("too_many_requests", { "retry-after": "2" }), 2050],
      [() => refusal("too_many_wrong_codes", { "retry-after": "0" }), 75],
    ] as const) {
      const { client, waits } = clientOf((attempt) => (attempt === 1 ? answer() : accepted()));
      expect(await client.verify("hanako", verification)).toEqual({ ok: true, value: { accepted: true } });
      expect(waits).toEqual([waited]);
    }
  });

  it("is given up after its tries, and never waits longer than ten seconds for anybody", async () => {
    const { client, asked, waits } = clientOf(() => refusal("unavailable"), 8);
    expect(await client.verify("hanako", verification)).toMatchObject({ failure: { code: "unavailable" } });
    expect(asked).toHaveLength(8);
    expect(waits).toEqual([75, 150, 300, 600, 1200, 1500, 1500]);
    const later = clientOf(() => refusal("too_many_requests", { "retry-after": "11" }));
    expect(await later.client.verify("hanako", verification)).toMatchObject({
      failure: { code: "too_many_requests", retryAfterSeconds: 11 },
    });
    expect(later.asked).toHaveLength(1);
  });

  it("is the only one: no other answer is ever asked for twice", async () => {
    for (const code of wireCodeNames) {
      if (wireCodes[code].status === 503) continue;
      const { client, asked } = clientOf(() => refusal(code));
      await client.verify("hanako", verification);
      expect([code, asked.length]).toEqual([code, 1]);
    }
    for (const answer of [
      () => new Response("<html>firewall</html>", { status: 403 }),
      () => new Response("<html>too large</html>", { status: 413 }),
      () => new Response("<html>turned away</html>", { status: 429 }),
      () => new Response(null, { status: 301, headers: { location: "https://elsewhere.example/" } }),
      () => Response.json({ accepted: "yes" }),
    ]) {
      const { client, asked } = clientOf(answer);
      await client.verify("hanako", verification);
      expect(asked).toHaveLength(1);
    }
  });

  it("stays unknown when a later try was only turned away: the first may have been carried out", async () => {
    for (const later of ["unavailable", "unauthorized", "too_many_requests", "internal"] as const) {
      const { client } = clientOf((attempt) => (attempt === 1 ? lost() : refusal(later)));
      expect(await client.verify("hanako", verification)).toMatchObject({ failure: { code: "no_answer" } });
    }
    const told = clientOf((attempt) => (attempt === 1 ? refusal("outcome_unknown") : refusal("unavailable")));
    expect(await told.client.verify("hanako", verification)).toMatchObject({ failure: { code: "outcome_unknown" } });
    const settled = clientOf((attempt) => (attempt === 1 ? lost() : refusal("unknown_customer")));
    expect(await settled.client.verify("hanako", verification)).toMatchObject({
      failure: { code: "unknown_customer" },
    });
  });

  it("takes the caller's own key, and refuses what is none before anything is sent", async () => {
    const { client, asked } = clientOf(accepted);
    await client.verify("hanako", verification, { idempotencyKey: 'order "7"' });
    expect(keysOf(asked)).toEqual([String.raw`"order \"7\""`]);
    await expect(client.verify("hanako", verification, { idempotencyKey: "注文" })).rejects.toThrow(RangeError);
    expect(asked).toHaveLength(1);
  });
});

describe("something between answers in the service's place", () => {
  const html = (status: number, headers: Record<string, string> = {}) =>
    new Response(`<html><body><h1>${status}</h1><hr>nginx</body></html>`, { status, headers });
  const between: [what: string, answer: () => Response][] = [
    ["502 in HTML", () => html(502)],
    ["504 in HTML", () => html(504)],
    ["503 in HTML", () => html(503)],
    ["500 in HTML", () => html(500)],
    ["a 503 of a proxy that writes JSON", () => Response.json({ message: "no healthy upstream" }, { status: 503 })],
    ["an unknown 5xx of a content network", () => html(522)],
    ["408 in HTML", () => html(408)],
    ["425 in HTML", () => html(425)],
    ["half of the true answer", () => new Response('{"accepted":tr', { status: 200 })],
    ["none of the true answer", () => new Response("", { status: 200 })],
    ["a page in the place of the answer", () => new Response("<html>Wi-Fi log-in</html>", { status: 200 })],
    ["a body that breaks off", () => new Response(breaksOff(), { status: 200 })],
  ];

  it.each(between)("%s: the same call is sent again, and the true answer counts", async (_what, answer) => {
    const { client, asked } = clientOf((attempt) => (attempt < 3 ? answer() : Response.json({ accepted: true })));
    expect(await client.verify("hanako", verification)).toEqual({ ok: true, value: { accepted: true } });
    expect(asked).toHaveLength(3);
    expect(new Set(asked.map(({ init }) => new Headers(init.headers).get("idempotency-key"))).size).toBe(1);
    expect(new Set(asked.map(({ init }) => init.body)).size).toBe(1);
  });

  it.each(between)("%s, each time: it is not known, and never called refused", async (_what, answer) => {
    const { client, asked } = clientOf(answer);
    expect(await client.verify("hanako", verification)).toMatchObject({ failure: { code: "no_answer" } });
    expect(asked).toHaveLength(3);
  });

  it("what was not passed on after a lost answer leaves the first one unknown", async () => {
    for (const later of [html(403), html(404), html(413), html(302), html(429)]) {
      const { client } = clientOf((attempt) => (attempt === 1 ? html(504) : later));
      expect(await client.verify("hanako", verification)).toMatchObject({ failure: { code: "no_answer" } });
    }
  });

  it("429 of a proxy is turned away, and tried again when it says when", async () => {
    const { client, waits } = clientOf((attempt) =>
      attempt === 1 ? html(429, { "retry-after": "1" }) : Response.json({ accepted: true }),
    );
    expect(await client.verify("hanako", verification)).toMatchObject({ ok: true });
    expect(waits).toEqual([1050]);
    expect(await clientOf(() => html(429)).client.verify("hanako", verification)).toMatchObject({
      failure: { code: "too_many_requests", status: 429 },
    });
  });

  it("a redirect is not followed: the key goes to nobody else", async () => {
    const away = new Response(null, { status: 307, headers: { location: "https://elsewhere.example/" } });
    const { client, asked } = clientOf(() => away);
    expect(await client.verify("hanako", verification)).toMatchObject({
      failure: { code: "unreadable_answer", status: 307 },
    });
    expect(asked).toHaveLength(1);
  });
});

/** As a connection that is cut in the middle of a body. */
function breaksOff(): ReadableStream {
  return new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode('{"accepted":'));
      controller.error(new TypeError("terminated"));
    },
  });
}

describe("batches, resync and events", () => {
  it("ask their paths; reading carries no key", async () => {
    const { client, asked } = clientOf(() => Response.json({ results: [{ accepted: true }] }));
    expect(await client.verifyAll([{ customerId: "hanako", ...verification }])).toMatchObject({ ok: true });
    await client.resync("hanako", ["12345678", "87654321"]);
    await client.events();
    await client.events({ after: "7", limit: 10, waitSeconds: 30 });
    expect(asked.map(({ url }) => url.replace("https://api.otp.example", ""))).toEqual([
      "/v1/verifications",
      "/v1/customers/hanako/resync",
      "/v1/events",
      "/v1/events?after=7&limit=10&wait=30",
    ]);
    expect(asked[1]?.init.body).toBe('{"otps":["12345678","87654321"]}');
    expect(new Headers(asked[2]?.init.headers).get("idempotency-key")).toBeNull();
  });

  it("give their answers as values", async () => {
    const event = {
      cursor: "8",
      type: "code.accepted",
      atMs: 1,
      actor: { kind: "institution", id: "bank", channel: "api" },
      customerId: "hanako",
      tokenId: "t",
      detail: { purpose: "login", reference: null, step: 7 },
    };
    const feed = { events: [event], next: "8", more: false };
    expect(await clientOf(() => Response.json(feed)).client.events()).toEqual({ ok: true, value: feed });
    const resynced = { accepted: true, driftSteps: -3 };
    const { client } = clientOf(() => Response.json(resynced));
    expect(await client.resync("hanako", ["12345678", "87654321"])).toEqual({ ok: true, value: resynced });
  });
});
