import { randomBytes } from "node:crypto";
import { DatabaseRefused } from "./database-url.ts";
import type { KeyVault } from "./keys/key-vault.ts";
import { openDataKeys, wrapContext } from "./sealing/data-keys.ts";
import type { DataKeyRow, KeysOf } from "./sealing/data-keys.ts";

/**
 * What a migration does that needs the keys: a file beside its .sql file, under the same number. It is carried out after that
 * one and before the next, in pieces that each commit by themselves: killed in the middle, the next `migrate` does what is left.
 * No program works on a database that stands between the two.
 * @returns how much there was to do
 */
export type KeyedStep<Database> = (database: Database, keysOf: KeysOf) => Promise<number>;

/** `0007-sealed-profile.sql` → `sealed-profile`: a step is found by its name, whatever number it has in which store. */
export function migrationName(file: string): string {
  return file.replace(/^\d+-|\.sql$/g, "");
}

/** Opens the key ring; asked for only when there is something to do. */
export type OpenVault = () => Promise<KeyVault>;

/** A new database has nothing to seal. */
export const noVault: OpenVault = async () => {
  throw new DatabaseRefused("This database's rows have to be sealed: it takes its key ring to migrate it.");
};

/** So many rows are in a piece. */
export const rowsInPiece = 500;

/** Where a migration finds an institution's data keys, and puts the first one of an institution that has none. */
export interface DataKeyRows {
  rowsOf(institutionId: string): Promise<readonly DataKeyRow[]>;
  add(institutionId: string, row: DataKeyRow, madeAtMs: number): Promise<unknown>;
}

/** Each institution's keys once. */
export function keysFor(openVault: OpenVault, { rowsOf, add }: DataKeyRows): KeysOf {
  const opened = new Map<string, ReturnType<KeysOf>>();
  let vault: Promise<KeyVault> | undefined;
  const open: KeysOf = async (institutionId) => {
    const ring = await (vault ??= openVault());
    if ((await rowsOf(institutionId)).length === 0) {
      const version = 1;
      const { keyId, wrapped } = await ring.wrap(randomBytes(32), wrapContext(institutionId, version));
      await add(institutionId, { version, kek_id: keyId, wrapped }, Date.now());
    }
    return openDataKeys(institutionId, await rowsOf(institutionId), ring);
  };
  return (institutionId) => {
    const known = opened.get(institutionId);
    if (known !== undefined) return known;
    const keys = open(institutionId);
    opened.set(institutionId, keys);
    return keys;
  };
}
