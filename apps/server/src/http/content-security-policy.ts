/** Directives of a Content-Security-Policy; an empty list writes the directive alone (a switch such as upgrade-insecure-requests). */
export type CspDirectives = Readonly<Record<string, readonly string[]>>;

/** What every page starts from: nothing inline, nothing from elsewhere, no frames, Trusted Types without any policy. */
const strictCsp: CspDirectives = {
  "default-src": ["'none'"],
  "script-src": ["'self'"],
  "style-src": ["'self'"],
  "img-src": ["'self'"],
  "font-src": ["'self'"],
  "connect-src": ["'self'"],
  "form-action": ["'self'"],
  "base-uri": ["'none'"],
  "frame-ancestors": ["'none'"],
  "require-trusted-types-for": ["'script'"],
  "trusted-types": ["'none'"],
};

/** For machines: an answer that is opened as a page by mistake may do nothing at all. */
export const machineCsp: CspDirectives = {
  "default-src": ["'none'"],
  "base-uri": ["'none'"],
  "form-action": ["'none'"],
  "frame-ancestors": ["'none'"],
};

/** Where OPAQUE runs (issue page, token app): WebAssembly and nothing more (design §10). */
export const wasmScripts: CspDirectives = { "script-src": ["'self'", "'wasm-unsafe-eval'"] };

/**
 * The header's text: `strictCsp` with the given directives put in place of its own.
 * `contentSecurityPolicy({ ...wasmScripts, "form-action": ["'self'", bankOrigin] })`
 */
export function contentSecurityPolicy(changes: CspDirectives = {}, base: CspDirectives = strictCsp): string {
  return Object.entries({ ...base, ...changes })
    .map(([name, values]) => [name, ...values].join(" "))
    .join("; ");
}
