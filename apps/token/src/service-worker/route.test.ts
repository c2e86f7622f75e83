import { describe, expect, it } from "vitest";
import { routeOf } from "./route.ts";

const origin = "https://token.example";
const get = (path: string, mode = "cors") => routeOf({ method: "GET", url: origin + path, mode }, origin);

describe("the service worker", () => {
  it("never comes between the app and the protocol of the initial set-up", () => {
    expect(get("/activation/time")).toBe("network");
    expect(get("/activation/institution/10121234")).toBe("network");
    expect(get("/activation/", "navigate")).toBe("network");
    expect(routeOf({ method: "POST", url: `${origin}/activation/start`, mode: "cors" }, origin)).toBe("network");
  });

  it("answers the opening of the app with the kept page, whatever the query says", () => {
    expect(get("/", "navigate")).toBe("page");
    expect(get("/?from=mail", "navigate")).toBe("page");
  });

  it("does not answer another address with the page", () => {
    expect(get("/sw.js", "navigate")).toBe("network");
    expect(get("/elsewhere", "navigate")).toBe("network");
  });

  it("keeps font slices when they are used and has everything else from the start", () => {
    expect(get("/assets/noto-sans-jp-1-wght-normal-AbCd1234.woff2")).toBe("keepWhenUsed");
    expect(get("/assets/app-AbCd1234.js")).toBe("kept");
    expect(get("/icons/icon-192.png")).toBe("kept");
    expect(get("/manifest.ja.webmanifest")).toBe("kept");
  });

  it("leaves its own file and other origins alone", () => {
    expect(get("/sw.js")).toBe("network");
    expect(routeOf({ method: "GET", url: "https://elsewhere.example/assets/a.js", mode: "cors" }, origin)).toBe(
      "network",
    );
  });
});
