import { describe, expect, it } from "vitest";
import { askRaw } from "./ask-raw.ts";

export interface EdgeUnderTest {
  /** Where it listens. */
  readonly port: () => number;
  /** A name under which it answers. */
  readonly host: string;
  readonly paths: readonly string[];
}

function bytes(first: string, headers: readonly string[]): string {
  return [first, ...headers, "connection: close", "", ""].join("\r\n");
}

/** Fastify's, Node's and a URL's own words. */
const notOurs =
  /statusCode|Route |Cannot |undefined|Client Error|Bad Request"|\bat .*\.[jt]s|Error\b|not a valid url|evil/;

/** What every HTTP server of ours keeps before any route is asked. */
export function describeHttpEdge({ port, host, paths }: EdgeUnderTest): void {
  const ask = (first: string, headers: readonly string[]) => askRaw(port(), bytes(first, headers));

  describe("at its edge", () => {
    it("a request has one Host, and it is a name under which this is served", async () => {
      for (const path of [...paths, "/nowhere"]) {
        for (const headers of [[], [host, host], [host, "evil.example"], ["evil.example", host], ["a b"], ["a/b"]]) {
          const answer = await ask(
            `GET ${path} HTTP/1.1`,
            headers.map((name) => `host: ${name}`),
          );
          expect([path, headers, answer.status]).toEqual([path, headers, 400]);
          expect(answer.body).not.toMatch(notOurs);
        }
        for (const name of ["evil.example", `${host}.evil.example`, "", "127.0.0.1:1"]) {
          const answer = await ask(`GET ${path} HTTP/1.1`, [`host: ${name}`]);
          expect([path, name, answer.status]).toEqual([path, name, 421]);
          expect(answer.body).not.toMatch(notOurs);
        }
        expect((await ask(`GET ${path} HTTP/1.1`, [`Host: ${host.toUpperCase()}`])).status).not.toBe(421);
      }
    });

    it("an unknown path, and one that is none, is told in fixed words", async () => {
      for (const path of ["/evil<script>", "/assets/evil", "/assets/%zz", "/%zz?evil", "/%00evil", "//evil/x", "*"]) {
        for (const method of ["GET", "HEAD", "POST", "PUT", "OPTIONS", "TRACE"]) {
          const answer = await ask(`${method} ${path} HTTP/1.1`, [`host: ${host}`]);
          expect([method, path, answer.status]).toEqual([method, path, expect.any(Number)]);
          expect([method, path, (answer.status ?? 0) < 500]).toEqual([method, path, true]);
          expect([method, path, answer.body]).toEqual([method, path, expect.not.stringMatching(notOurs)]);
          expect([method, path, answer.headers]).toEqual([method, path, expect.stringMatching(/nosniff/i)]);
        }
      }
    });

    it("what is no request, or expects something, is answered and its connection ends", async () => {
      for (const [request, status] of [
        [bytes("FOO / HTTP/1.1", [`host: ${host}`]), 400],
        [bytes("GET / HTTP/1.1", [`host: ${host}`, `x: ${"y".repeat(20_000)}`]), 431],
        [bytes("POST / HTTP/1.1", [`host: ${host}`, "content-length: 1", "content-length: 2"]), 400],
        [bytes("POST / HTTP/1.1", [`host: ${host}`, "expect: 200-maybe", "content-length: 0"]), 417],
        ["PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400],
      ] as const) {
        const answer = await askRaw(port(), request);
        expect([request.slice(0, 40), answer.status]).toEqual([request.slice(0, 40), status]);
        expect(JSON.parse(answer.body)).toEqual({ code: "malformed", message: expect.any(String) });
        expect(answer.headers).toContain("default-src 'none'");
      }
    });

    it("a body in a coding that is not understood is refused", async () => {
      for (const coding of ["gzip", "br", "nonsense", ""]) {
        const headers = [`host: ${host}`, `content-encoding: ${coding}`, "content-length: 0"];
        const answer = await ask(`POST ${paths[0] ?? "/"} HTTP/1.1`, headers);
        expect([coding, answer.status]).toEqual([coding, 415]);
        expect(answer.headers).toContain("accept-encoding: identity");
      }
    });

    it("an origin in the first line is repeated nowhere", async () => {
      for (const path of [...paths, "/nowhere", "", "?x"]) {
        const answer = await ask(`GET http://evil.example${path} HTTP/1.1`, [`host: ${host}`]);
        expect([path, (answer.status ?? 500) < 500]).toEqual([path, true]);
        expect([path, answer.headers + answer.body]).toEqual([path, expect.not.stringContaining("evil")]);
      }
    });
  });
}
