const notice = "oidc-provider WARNING: Unsupported runtime";

/**
 * Loads `oidc-provider` without its notice "Unsupported runtime", which it prints for every Node release line that is not
 * yet called LTS. The runtime is pinned and the provider is tested on it. Only this one line is held back.
 */
export async function loadOidcProvider(): Promise<typeof import("oidc-provider")> {
  const warn = console.warn;
  console.warn = (...words: unknown[]) => {
    if (!String(words[0]).includes(notice)) warn(...words);
  };
  try {
    return await import("oidc-provider");
  } finally {
    console.warn = warn;
  }
}
