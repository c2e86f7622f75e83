import type { StoredToken } from "../storage/stored-token.ts";
import { makeSigner, type Signer } from "./signer.ts";

/**
 * What came of the wish to use a token's keys. `unusable`: they are here and this browser does not work with them. A kind of
 * protection that asks the customer for something answers with what it asks for, as a further kind.
 */
export type Unlocking = { readonly kind: "unlocked"; readonly signer: Signer } | { readonly kind: "unusable" };

/**
 * Opens a token by the kind of its protection. The device key (`none`) asks for nothing: whoever holds the unlocked phone may use it.
 * An unlocked signer has signed once, so a key that does not work is found here and not in the middle of a screen.
 */
export async function unlock(token: StoredToken): Promise<Unlocking> {
  const signer = makeSigner(token, token.protection);
  try {
    await signer.codeAt(0);
    return { kind: "unlocked", signer };
  } catch {
    return { kind: "unusable" };
  }
}
