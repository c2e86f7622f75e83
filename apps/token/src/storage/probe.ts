import { inStore } from "./database.ts";

/** `kept`: the browser promised to keep it; `keptForNow`: it is written, but clearing the browser's data takes it away. */
export type StorageFinding = "kept" | "keptForNow" | "blocked";

/**
 * Tries out, before a try is spent, what the set-up will need: writes a record with a key like the token's, reads it back through a
 * new connection, uses the key and removes the record. Private browsing and Lockdown Mode fail here and not half-way.
 */
export async function probeStorage(): Promise<StorageFinding> {
  const id = crypto.randomUUID();
  try {
    const key = await crypto.subtle.generateKey({ name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
    await inStore("probe", "readwrite", (store) => store.put({ id, key }));
    const record = await inStore<unknown>("probe", "readonly", (store) => store.get(id));
    const readBack = (record as { key?: unknown } | undefined)?.key;
    if (!(readBack instanceof CryptoKey)) return "blocked";
    const message = crypto.getRandomValues(new Uint8Array(16));
    const [before, after] = await Promise.all([
      crypto.subtle.sign("HMAC", key, message),
      crypto.subtle.sign("HMAC", readBack, message),
    ]);
    await inStore("probe", "readwrite", (store) => store.delete(id));
    if (!sameBytes(new Uint8Array(before), new Uint8Array(after))) return "blocked";
  } catch {
    return "blocked";
  }
  return (await askToPersist()) ? "kept" : "keptForNow";
}

/** Whether the browser holds this origin's data back from its own clearing up. Asks for it first where that is possible. */
export async function askToPersist(): Promise<boolean> {
  try {
    if (await navigator.storage.persisted()) return true;
    // Some browsers ask the person; an unanswered question must not hold the set-up.
    const unanswered = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), 3000));
    return await Promise.race([navigator.storage.persist(), unanswered]);
  } catch {
    return false;
  }
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
