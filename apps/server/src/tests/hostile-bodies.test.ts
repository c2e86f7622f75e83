import { afterAll, beforeAll, describe, expect, it } from "vitest";
import fc from "fast-check";
import { apiKey, openAllFaces } from "./all-faces.ts";
import type { AllFaces } from "./all-faces.ts";
import { changing, filled } from "./route-table.ts";
import { issueAt } from "./set-up-by-hand.ts";
import type { TestBrowser } from "./test-browser.ts";

type Ask = (
  method: "POST" | "PUT" | "DELETE",
  url: string,
  type: string,
  payload: string | Buffer,
) => Promise<{ status: number; body: string }>;

const customerId = "target";
let faces: AllFaces;
let gate: TestBrowser;
let teller: TestBrowser;
let uid: string;
beforeAll(async () => {
  faces = await openAllFaces();
  await faces.askApi("PUT", `${customerId}/application`);
  gate = faces.browser("gate");
  const here = await faces.openVisit(gate, customerId);
  uid = here.split("/")[2] ?? "";
  await issueAt(gate, here);
  teller = await faces.signedIn();
  for (const app of Object.values(faces.apps)) await app.ready();
});
afterAll(() => faces.close());

/** Somebody who may be here, and sends what nobody should. */
function asker(face: "gate" | "token" | "console" | "api"): Ask {
  const browser = face === "gate" ? gate : face === "console" ? teller : faces.browser("token");
  return async (method, url, type, payload) => {
    const headers = { "content-type": type };
    const answer =
      face === "api"
        ? await faces.apps.api.inject({
            method,
            url,
            payload,
            headers: { ...headers, authorization: `Bearer ${apiKey}` },
          })
        : await browser.ask({ method, url, payload, headers, remoteAddress: nextAddress() });
    return { status: answer.statusCode, body: answer.body };
  };
}

let addresses = 0;
/** The rate limit is not what is tried here. */
function nextAddress(): string {
  addresses += 1;
  return `10.${2 + (addresses >> 16)}.${(addresses >> 8) & 255}.${addresses & 255}`;
}

/** Every field any route reads, so that each value reaches each reader. */
const fields = [
  "otp",
  "purpose",
  "reference",
  "reason",
  "name",
  "afterRevocation",
  "serviceId",
  "userId",
  "ke1",
  "ke3",
  "exchangeId",
  "receipt",
  "registrationRequest",
  "registrationRecord",
  "registrationId",
  "mobileEmail",
  "mobileEmailAgain",
  "q",
  "customerId",
  "identityCheck",
  "id",
  "response",
];
const strange: readonly unknown[] = [
  12_345_678,
  1e7,
  -0,
  ["12345678"],
  [["12345678"]],
  { toString: "12345678", length: 8 },
  null,
  true,
  "",
  "1e7",
  "+12345678",
  " 12345678",
  "12345678\n",
  "1234\u00a05678",
  "1234\u200b5678",
  "١٢٣٤٥٦٧٨",
  "𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖",
  "①②③④⑤⑥⑦⑧",
  "\u0000",
  "\ud800",
  "x\r\nBcc: y@z.jp",
  "a@b.jp\u2028c",
  "a@b.jp,c@d.jp",
  `${"a".repeat(40_000)}@b.jp`,
  "<script>alert(1)</script>",
  "A".repeat(43),
  "__proto__",
];

function json(): readonly string[] {
  const whole = strange.map((value) => JSON.stringify(Object.fromEntries(fields.map((field) => [field, value]))));
  return [
    ...whole,
    ...strange.map((value) => JSON.stringify(value)),
    "",
    "{",
    "[]",
    "null",
    '{"otp":"12345678","otp":"87654321"}',
    '{"__proto__":{"otp":"12345678"}}',
    '{"constructor":{"prototype":{"otp":"1"}}}',
    "[".repeat(20_000),
    `${'{"a":'.repeat(5_000)}1${"}".repeat(5_000)}`,
    `{"otp":${"[".repeat(5_000)}${"]".repeat(5_000)}}`,
    `{"otp":${"9".repeat(60_000)}}`,
    "\uFEFF{}",
  ];
}

function forms(): readonly string[] {
  const values = strange.filter((value) => typeof value === "string" && value !== "\ud800") as string[];
  return [
    ...values.map((value) => new URLSearchParams(fields.map((field) => [field, value])).toString()),
    fields.map((field) => `${field}=1&${field}=2`).join("&"),
    fields.map((field) => `${field}[]=1&${field}[a]=2&${field}.b=3`).join("&"),
    "__proto__=1&constructor=2&toString=3&hasOwnProperty=4",
    "otp=%ff%fe&mobileEmail=%00&q=%u0041&reason=%",
    "&".repeat(60_000),
    "otp".repeat(20_000),
  ];
}

describe("whatever is sent", () => {
  it.each(["gate", "token", "console", "api"] as const)(
    "%s answers with a plain refusal, never a 500, and takes nothing for a code",
    async (face) => {
      const ask = asker(face);
      const bodies = [
        ...json().map((payload) => ["application/json", payload] as const),
        ...forms().map((payload) => ["application/x-www-form-urlencoded", payload] as const),
        ["application/json; charset=utf-16", "{}"],
        ["text/plain", "{}"],
        ["multipart/form-data; boundary=x", "--x--"],
        ["", "{}"],
        ["application/json", "A".repeat(10_000_000)],
      ] as const;
      for (const { method, path } of changing(faces.apps[face])) {
        // Ends the session or visit: tried by the tests of those.
        if (/\/(leave|sign-out|later)$/.test(path)) continue;
        const url = filled(path, { uid, customerId, procedure: "suspend", token: "x", orderId: "x" });
        for (const [type, payload] of bodies) {
          const { status, body } = await ask(method, url, type, payload);
          const what = `${method} ${path} ${type} ${payload.slice(0, 60)}`;
          expect([what, status < 500]).toEqual([what, true]);
          expect([what, body.includes('"accepted":true')]).toEqual([what, false]);
          expect([what, /<script>alert|SyntaxError|at \w+ \(/.test(body)]).toEqual([what, false]);
        }
      }
      const { institutionId } = faces.test.institution;
      const { tokens } = await faces.test.service.storage.look({ institutionId, customerId });
      expect(tokens.map(({ life }) => life)).not.toContain("inUse");
    },
  );

  it("bytes of any kind never give a 500", async () => {
    const routes = (["gate", "token", "console", "api"] as const).flatMap((face) =>
      changing(faces.apps[face])
        .filter(({ path }) => !/\/(leave|sign-out|later)$/.test(path))
        .map((route) => ({ ask: asker(face), ...route })),
    );
    const types = fc.constantFrom("application/json", "application/x-www-form-urlencoded");
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...routes),
        types,
        fc.uint8Array({ maxLength: 200 }),
        async (route, type, bytes) => {
          const url = filled(route.path, { uid, customerId, procedure: "resume" });
          const { status } = await route.ask(route.method, url, type, Buffer.from(bytes));
          expect(status).toBeLessThan(500);
        },
      ),
      { numRuns: 300 },
    );
  });

  it("parts of an address of any kind never give a 500", async () => {
    const parts = [
      "%00",
      "%ff",
      "%2e%2e",
      "..;",
      "a".repeat(300),
      "%F0%9D%9F%8F",
      "'",
      "%22%3E",
      "__proto__",
      "%0d%0aX:y",
    ];
    for (const face of ["gate", "token", "console", "api", "ops"] as const) {
      for (const { method, path } of [...changing(faces.apps[face]), { method: "GET", path: "/:a/:b" } as const]) {
        for (const part of parts) {
          const url = path.replaceAll(/:\w+/g, part);
          const headers = { origin: faces.test.service.config.origins[face === "ops" ? "gate" : face] };
          const authorization = `Bearer ${apiKey}`;
          const answer = await faces.apps[face].inject({ method, url, headers: { ...headers, authorization } });
          expect([method, url, answer.statusCode < 500]).toEqual([method, url, true]);
          expect(answer.headers["x"]).toBeUndefined();
        }
      }
    }
  });
});
