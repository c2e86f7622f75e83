import { hash } from "node:crypto";
import type { InstitutionKeys, SealedFor } from "../sealing/institution-keys.ts";
import type { RowOf } from "../tables/column.ts";
import type { recordTable } from "../tables/record-table.ts";

export type RecordRow = RowOf<(typeof recordTable)["columns"]>;

/** IDs and groups are kept as SHA-256: a session ID read in the database opens no session. */
export function hashed(text: string): Buffer {
  return hash("sha256", text, "buffer");
}

/** Databases keep whole milliseconds. Rounded up: what was used once is remembered for at least as long as it was promised. */
export function wholeEnd(expiresAtMs: number): number {
  return Math.ceil(expiresAtMs);
}

export function sealRecord(kind: string, id: string, payload: unknown, keys: InstitutionKeys): Uint8Array {
  return keys.sealText(JSON.stringify([id, payload ?? null]), recordOf(kind, hashed(id)));
}

/** @throws KeyUnreadable when the record was changed or moved */
export function openRecord(row: RecordRow, keys: InstitutionKeys): { id: string; payload: unknown } {
  if (row.sealed === null) return { id: "", payload: row.counter };
  const content = JSON.parse(keys.openText(row.sealed, recordOf(row.kind, row.id_hash))) as [string, unknown];
  return { id: content[0], payload: content[1] };
}

function recordOf(kind: string, idHash: Uint8Array): SealedFor {
  return { subject: `${kind}|${Buffer.from(idHash).toString("hex")}`, purpose: "record" };
}
