import { describe, expect, it } from "vitest";
import { contentSecurityPolicy, machineCsp, wasmScripts } from "./content-security-policy.ts";

describe("the content security policy", () => {
  it("allows nothing inline, nothing from elsewhere and no frame by itself", () => {
    const policy = contentSecurityPolicy();
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(policy).not.toMatch(/unsafe|\*|https?:|data:/);
  });

  it("allows WebAssembly where OPAQUE runs, and still no eval", () => {
    const policy = contentSecurityPolicy(wasmScripts);
    expect(policy).toContain("script-src 'self' 'wasm-unsafe-eval'");
    expect(policy).not.toContain("'unsafe-eval'");
  });

  it("lets machines' answers do nothing", () => {
    expect(contentSecurityPolicy({}, machineCsp)).not.toContain("self");
  });
});
