import { randomBytes } from "node:crypto";
import { open, readFile, rename, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";

/** The key ring file cannot be used or made; the message says why. */
export class KeyRingRefused extends Error {
  override name = "KeyRingRefused";
}

/** One key-encryption key (KEK). */
interface RingKey {
  readonly id: string;
  readonly bytes: Uint8Array;
}

export interface KeyRing {
  /** New data keys are wrapped under this one. */
  readonly active: RingKey;
  /** All keys, the active one included: older ones still unwrap. */
  readonly keys: readonly RingKey[];
}

const format = "warifu key ring v1";
const keyBytes = 32;

/**
 * Makes a key ring file with one fresh key, readable by its owner only (0600).
 * @throws KeyRingRefused when the file exists: a ring that sealed something must never be overwritten
 */
export async function createKeyRing(ringFile: string): Promise<void> {
  const key = freshKey([]);
  await writeNew(ringFile, { active: key, keys: [key] });
  await syncFolderOf(ringFile);
}

/**
 * Adds a fresh key and makes it the active one; `rewrap` then moves the database over to it.
 * The file is replaced in one step: a reader sees the old ring or the new one.
 * @returns the new key's ID
 * @throws KeyRingRefused like readKeyRing
 */
export async function addKeyToRing(ringFile: string): Promise<string> {
  const ring = await readKeyRing(ringFile);
  const key = freshKey(ring.keys);
  const beside = `${ringFile}.new`;
  await rm(beside, { force: true });
  await writeNew(beside, { active: key, keys: [...ring.keys, key] });
  await rename(beside, ringFile);
  await syncFolderOf(ringFile);
  return key.id;
}

/** @throws KeyRingRefused when it is missing, others may read it (POSIX), or it is not a key ring */
export async function readKeyRing(ringFile: string): Promise<KeyRing> {
  const text = await readPrivateFile(ringFile);
  const ring = parseKeyRing(text);
  if (ring === undefined) throw new KeyRingRefused(`${ringFile} is not a key ring of this program.`);
  return ring;
}

async function readPrivateFile(ringFile: string): Promise<string> {
  try {
    const { mode } = await stat(ringFile);
    // Windows has no such bits; there the folder's access list has to do it.
    if (process.platform !== "win32" && (mode & 0o077) !== 0) {
      throw new KeyRingRefused(`${ringFile} can be read by others: run chmod 600 on it.`);
    }
    return await readFile(ringFile, "utf8");
  } catch (error) {
    if (error instanceof KeyRingRefused) throw error;
    throw new KeyRingRefused(`The key ring ${ringFile} cannot be read.`, { cause: error });
  }
}

function parseKeyRing(text: string): KeyRing | undefined {
  const ring = parseJson(text);
  if (!isRecord(ring) || ring["format"] !== format || !Array.isArray(ring["keys"])) return undefined;
  const keys = ring["keys"].map(parseKey);
  const sound = keys.filter((key) => key !== undefined);
  const active = sound.find((key) => key.id === ring["active"]);
  const distinct = new Set(sound.map((key) => key.id)).size;
  return active === undefined || distinct !== keys.length ? undefined : { active, keys: sound };
}

function parseKey(entry: unknown): RingKey | undefined {
  if (!isRecord(entry) || typeof entry["id"] !== "string" || typeof entry["key"] !== "string") return undefined;
  const bytes = Buffer.from(entry["key"], "base64url");
  return entry["id"] === "" || bytes.length !== keyBytes ? undefined : { id: entry["id"], bytes };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function freshKey(existing: readonly RingKey[]): RingKey {
  return { id: `kek-${existing.length + 1}-${randomBytes(4).toString("hex")}`, bytes: randomBytes(keyBytes) };
}

async function writeNew(file: string, { active, keys }: KeyRing): Promise<void> {
  const entries = keys.map(({ id, bytes }) => ({ id, key: Buffer.from(bytes).toString("base64url") }));
  const text = `${JSON.stringify({ format, active: active.id, keys: entries }, null, 2)}\n`;
  const handle = await open(file, "wx", 0o600).catch((error: unknown) => {
    throw new KeyRingRefused(`The key ring ${file} cannot be made: it exists, or its folder cannot be written.`, {
      cause: error,
    });
  });
  try {
    await handle.writeFile(text);
    // Losing the ring is losing every token key: it must be on the disk before anything is sealed under it.
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** A name is on the disk only when its folder is: after a power cut the old ring must not stand under a rewrapped database. */
async function syncFolderOf(file: string): Promise<void> {
  // Windows cannot open folders; it writes names through.
  if (process.platform === "win32") return;
  const folder = await open(dirname(file), "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
