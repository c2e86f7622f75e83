import type { AuditEvent, Brand } from "@warifu/rules";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openGateBench, serviceId, visitGate } from "./testing/gate-bench.ts";
import type { GateBench } from "./testing/gate-bench.ts";

let bench: GateBench;
beforeAll(async () => {
  bench = await openGateBench();
  await bench.applyFor("hanako");
});
afterAll(() => bench.close());

const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0h1v1z"/></svg>`;
const brand: Brand = {
  accent: "#0b5c3b",
  accentDark: "#7fd6a8",
  logo: { type: "image/svg+xml", bytes: new TextEncoder().encode(svg) },
};

async function wear(look: Brand | null): Promise<void> {
  const event: AuditEvent = {
    type: "institution.saved",
    atMs: bench.service.nowMs(),
    actor: { kind: "operator", id: null, channel: "command" },
    institutionId: "ozora",
    customerId: null,
    tokenId: null,
    detail: {},
  };
  await bench.service.storage.putBrand("ozora", look, event);
}

describe("the look of an institution", () => {
  it("is on every page of a visit, and on those beside it, by addresses of the gate's own", async () => {
    await wear(brand);
    const { window, here, page } = await visitGate(bench, "hanako");
    for (const { text, headers } of [page, await window.open(`${here}/help`), await window.open("/nowhere")]) {
      expect(text).toContain('<body class="site branded">');
      expect(text).toMatch(/<link rel="stylesheet" href="\/brand\/10121234\/colours\.css\?v=[0-9a-f]{8}"/);
      expect(text).toMatch(/<img class="site-logo" src="\/brand\/10121234\/logo\?v=[0-9a-f]{8}" alt=""/);
      expect(text).not.toMatch(/ style=|<style/);
      expect(headers.get("content-security-policy")).toContain("style-src 'self'");
      expect(headers.get("content-security-policy")).toContain("img-src 'self'");
    }
  });

  it("is a style sheet of both themes, and a picture that nothing can run from", async () => {
    await wear(brand);
    const window = bench.window();
    const colours = await window.open(`/brand/${serviceId}/colours.css`);
    expect(colours.headers.get("content-type")).toBe("text/css; charset=utf-8");
    expect(colours.text).toContain("--primary: #0b5c3b;");
    expect(colours.text).toContain("--primary: #7fd6a8;");
    const logo = await window.open(`/brand/${serviceId}/logo`);
    expect(logo.headers.get("content-type")).toBe("image/svg+xml");
    expect(logo.text).toBe(svg);
    expect(logo.headers.get("content-security-policy")).toBe("default-src 'none'; sandbox; frame-ancestors 'none'");
    expect(logo.headers.get("content-disposition")).toBe("attachment");
    expect(logo.headers.get("x-content-type-options")).toBe("nosniff");
  });

  it("changes its address with its content", async () => {
    const addresses = new Set<string>();
    for (const look of [
      brand,
      { ...brand, accent: "#0b5c3c" },
      { ...brand, accentDark: null },
      { ...brand, logo: null },
    ]) {
      await wear(look);
      const { page } = await visitGate(bench, "hanako");
      addresses.add(/brand\/10121234\/colours\.css\?v=([0-9a-f]+)/.exec(page.text)?.[1] ?? "");
    }
    expect(addresses.size).toBe(4);
  });

  it("is the service's own where there is none, and what there is not is not found", async () => {
    await wear(null);
    const { page, window } = await visitGate(bench, "hanako");
    expect(page.text).toContain('<body class="site">');
    expect(page.text).not.toContain("/brand/");
    await wear({ ...brand, logo: null });
    expect((await window.open(`/brand/${serviceId}/logo`)).status).toBe(404);
    for (const path of [
      "99999999/logo",
      "99999999/colours.css",
      "..%2f..%2fetc/logo",
      `${serviceId}/other`,
      "%00/logo",
    ]) {
      expect((await window.open(`/brand/${path}`)).status).toBe(404);
    }
    expect((await window.post(`/brand/${serviceId}/logo`)).status).toBe(404);
  });
});
