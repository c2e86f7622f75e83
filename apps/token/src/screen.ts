import type { ActivationInstitution } from "@warifu/wire/activation";
import type { TokensOnPhone } from "./storage/tokens.ts";
import type { StoredToken } from "./storage/stored-token.ts";
import type { Ids } from "./ids/read-ids.ts";

/** What T-400 is about. */
export type Trouble =
  | { readonly kind: "storageBlocked" | "tokenMissing" | "unreadable" }
  | { readonly kind: "refused" | "interrupted"; readonly institution: ActivationInstitution }
  | { readonly kind: "usedUp"; readonly institution: ActivationInstitution; readonly userId: string };

/** Where the app is. Every variant is one folder of `screens/`. */
export type Screen =
  | { readonly name: "first" }
  | { readonly name: "install" }
  | { readonly name: "setUp" }
  | { readonly name: "resume"; readonly token: StoredToken; readonly usable: StoredToken | null }
  | { readonly name: "done"; readonly token: StoredToken }
  | { readonly name: "code"; readonly token: StoredToken }
  | { readonly name: "diagnostics"; readonly token: StoredToken | null }
  | { readonly name: "trouble"; readonly trouble: Trouble };

export interface Beginning {
  readonly storage: TokensOnPhone | "blocked";
  /** IDs the app was opened with (link or QR code). */
  readonly ids: Partial<Ids>;
  readonly isInstalled: boolean;
  /** What the service's marker cookie says; false while it cannot be reached. */
  readonly installedBefore: boolean;
}

/** The screen the app opens with. */
export function firstScreen({ storage, ids, isInstalled, installedBefore }: Beginning): Screen {
  if (storage === "blocked") return { name: "trouble", trouble: { kind: "storageBlocked" } };
  const { tokens, unreadable } = storage;
  const isForNewToken = ids.userId !== undefined && !tokens.some(({ userId }) => userId === ids.userId);
  if (isForNewToken) return { name: isInstalled ? "setUp" : "install" };
  const [token] = tokens;
  if (token !== undefined) {
    if (token.state !== "pendingReceipt") return { name: "code", token };
    return { name: "resume", token, usable: tokens.find(({ state }) => state !== "pendingReceipt") ?? null };
  }
  if (unreadable > 0) return { name: "trouble", trouble: { kind: "unreadable" } };
  return installedBefore ? { name: "trouble", trouble: { kind: "tokenMissing" } } : { name: "first" };
}

/** Whether the service has to be asked before the first screen can be chosen. */
export function dependsOnService(storage: TokensOnPhone | "blocked"): boolean {
  return storage !== "blocked" && storage.tokens.length === 0 && storage.unreadable === 0;
}
