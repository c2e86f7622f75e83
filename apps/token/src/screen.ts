import type { ActivationInstitution } from "@warifu/wire/activation";
import type { Ids } from "./ids/read-ids.ts";
import { findIssuance, tokenToOpenWith, type HeldTokens } from "./keyholder/held-tokens.ts";

/** What T-400 is about. */
export type Trouble =
  | { readonly kind: "storageBlocked" | "tokenMissing" | "unreadable" }
  | { readonly kind: "refused" | "interrupted"; readonly institution: ActivationInstitution }
  | { readonly kind: "usedUp"; readonly institution: ActivationInstitution; readonly userId: string };

/** Where the app is. Every variant is one folder of `screens/`. A token is named by its id: what it is like, the keyholder says. */
export type Screen =
  | { readonly name: "first" | "install" | "setUp" | "diagnostics" }
  | { readonly name: "resume" | "done" | "code" | "token" | "removeToken"; readonly tokenId: string }
  /** `removed`: what the token was called that was removed just now. */
  | { readonly name: "tokens"; readonly removed: string | null }
  | { readonly name: "trouble"; readonly trouble: Trouble };

export interface Beginning {
  readonly held: HeldTokens | "blocked";
  /** IDs the app was opened with (link or QR code). */
  readonly ids: Partial<Ids>;
  readonly isInstalled: boolean;
  /** What the service's marker cookie says; false while it cannot be reached. */
  readonly installedBefore: boolean;
  /** The customer removed the last token: nothing was lost. */
  readonly emptiedByCustomer: boolean;
}

/** The screen the app opens with. */
export function firstScreen({ held, ids, isInstalled, installedBefore, emptiedByCustomer }: Beginning): Screen {
  if (held === "blocked") return { name: "trouble", trouble: { kind: "storageBlocked" } };
  if (ids.userId !== undefined) return screenForIds(ids, held, isInstalled);
  const token = held.tokens.find(({ state }) => state === "pendingReceipt") ?? tokenToOpenWith(held);
  if (token !== undefined) return screenOf(token);
  if (held.unreadable > 0) return { name: "trouble", trouble: { kind: "unreadable" } };
  const isLost = installedBefore && !emptiedByCustomer;
  return isLost ? { name: "trouble", trouble: { kind: "tokenMissing" } } : { name: "first" };
}

/** IDs of a link or QR code lead to their token where it is held, and to its set-up where it is not. */
export function screenForIds(ids: Partial<Ids>, held: HeldTokens, isInstalled: boolean): Screen {
  const token = findIssuance(held, ids);
  return token === undefined ? wayToSetUp(held, isInstalled) : screenOf(token);
}

/** Where a token is shown: its code, or the rest of its set-up. */
export function screenOf({ id, state }: HeldTokens["tokens"][number]): Screen {
  return { name: state === "pendingReceipt" ? "resume" : "code", tokenId: id };
}

/**
 * The first token of a browser tab is led to the home screen before it is set up. Where tokens are, further ones join them: an app
 * on an iPhone's home screen begins with nothing, and would part them from those of the tab.
 */
export function wayToSetUp({ tokens }: HeldTokens, isInstalled: boolean): Screen {
  return { name: isInstalled || tokens.length > 0 ? "setUp" : "install" };
}

/** Whether the service has to be asked before the first screen can be chosen. */
export function dependsOnService(held: HeldTokens | "blocked"): boolean {
  return held !== "blocked" && held.tokens.length === 0 && held.unreadable === 0;
}
