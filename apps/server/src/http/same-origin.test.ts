import { describe, expect, it } from "vitest";
import { comesFromOwnPage } from "./same-origin.ts";

const own = "https://gate.example.jp";

describe("a request that could change something", () => {
  it.each([
    [{ origin: own }, true],
    [{ origin: own, "sec-fetch-site": "same-origin" }, true],
    [{ origin: "null", "sec-fetch-site": "same-origin" }, true],
    [{ "sec-fetch-site": "same-origin" }, true],
    [{}, false],
    [{ origin: "null" }, false],
    [{ origin: "null", "sec-fetch-site": "cross-site" }, false],
    [{ origin: "https://evil.example" }, false],
    [{ origin: "https://evil.example", "sec-fetch-site": "same-origin" }, false],
    [{ origin: `${own}.evil.example` }, false],
    [{ origin: `${own}:8443` }, false],
    [{ origin: "http://gate.example.jp" }, false],
    [{ "sec-fetch-site": "same-site" }, false],
    [{ "sec-fetch-site": "none" }, false],
    [{ referer: `${own}/issue` }, false],
  ])("with %j comes from our own page: %s", (headers, expected) => {
    expect(comesFromOwnPage({ headers }, own)).toBe(expected);
  });
});
