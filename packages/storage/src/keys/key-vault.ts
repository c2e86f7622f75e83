import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { KeyUnreadable } from "@warifu/rules";
import { readKeyRing } from "./key-ring.ts";

export interface WrappedKey {
  /** The key-encryption key that wrapped it. */
  readonly keyId: string;
  readonly wrapped: Uint8Array;
}

/** Wraps data keys under a key-encryption key that never leaves it. A file key ring today; an HSM can stand here. */
export interface KeyVault {
  readonly activeKeyId: string;
  /** @param context what the data key is for; unwrapping with another context fails */
  wrap(dataKey: Uint8Array, context: string): Promise<WrappedKey>;
  /** @throws KeyUnreadable when the key-encryption key is missing or the wrapped key was changed */
  unwrap(wrapped: WrappedKey, context: string): Promise<Uint8Array>;
}

const cipher = "aes-256-gcm";
const ivBytes = 12;
const tagBytes = 16;

/**
 * Opens the key ring file. Wrapping is AES-256-GCM (NIST SP 800-38D): 12 bytes IV, ciphertext, 16 bytes tag.
 * @throws KeyRingRefused when the file is missing, readable by others, or not a key ring
 */
export async function openKeyVault(ringFile: string): Promise<KeyVault> {
  const ring = await readKeyRing(ringFile);
  const keys = new Map(ring.keys.map(({ id, bytes }) => [id, bytes]));
  return {
    activeKeyId: ring.active.id,
    async wrap(dataKey, context) {
      const iv = randomBytes(ivBytes);
      const seal = createCipheriv(cipher, ring.active.bytes, iv).setAAD(additionalData(ring.active.id, context));
      const wrapped = Buffer.concat([iv, seal.update(dataKey), seal.final(), seal.getAuthTag()]);
      return { keyId: ring.active.id, wrapped };
    },
    async unwrap({ keyId, wrapped }, context) {
      const key = keys.get(keyId);
      if (key === undefined) throw new KeyUnreadable(`The key ring does not hold the key ${keyId}.`);
      try {
        const open = createDecipheriv(cipher, key, wrapped.subarray(0, ivBytes), { authTagLength: tagBytes });
        open.setAAD(additionalData(keyId, context)).setAuthTag(wrapped.subarray(-tagBytes));
        return Buffer.concat([open.update(wrapped.subarray(ivBytes, -tagBytes)), open.final()]);
      } catch (error) {
        throw new KeyUnreadable("A data key cannot be unwrapped: it was changed, or the key ring is another.", {
          cause: error,
        });
      }
    },
  };
}

function additionalData(keyId: string, context: string): Uint8Array {
  return Buffer.from(JSON.stringify(["warifu data key v1", keyId, context]));
}
