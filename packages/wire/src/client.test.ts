import { describe, expect, it } from "vitest";
import { makeWarifuClient } from "./client.ts";
import { wireCodeNames, wireCodes } from "./wire-codes.ts";

interface Asked {
  readonly url: string;
  readonly init: RequestInit;
}

function clientOf(answer: () => Response | Promise<Response>, timeoutMs?: number) {
  const asked: Asked[] = [];
  const fetch = async (input: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
    asked.push({ url: input as string, init });
    return answer();
  };
  const client = makeWarifuClient({
    baseUrl: "https://api.otp.example/",
    apiKey: "wrf_1_2",
    fetch,
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  });
  return { client, asked };
}

const verification = { otp: "12345678", purpose: "login" } as const;

describe("makeWarifuClient", () => {
  it("asks the right path with the key, and gives the answer as a value", async () => {
    const { client, asked } = clientOf(() => Response.json({ accepted: true }));
    expect(await client.verify("hanako", verification)).toEqual({ ok: true, value: { accepted: true } });
    expect(asked[0]?.url).toBe("https://api.otp.example/v1/customers/hanako/verifications");
    expect(asked[0]?.init).toMatchObject({ method: "POST", redirect: "error", body: JSON.stringify(verification) });
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
      fetch: (_url, init) =>
        new Promise((_resolve, reject) => {
          init?.signal?.addEventListener("abort", () => reject(new Error("aborted")));
        }),
    });
    expect(await client.customer("hanako")).toMatchObject({ failure: { code: "no_answer" } });
  });

  it("trusts no answer that is not one of REST v1", async () => {
    for (const answer of [
      () => new Response("<html>proxy</html>", { status: 200 }),
      () => new Response("<html>proxy</html>", { status: 502 }),
      () => Response.json({ accepted: "true" }),
      () => Response.json({ accepted: true }, { status: 400 }),
      () => Response.json({ code: "no_such_code", message: "" }, { status: 500 }),
      () => new Response(null, { status: 204 }),
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
