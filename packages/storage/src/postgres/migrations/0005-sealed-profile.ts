import type pg from "pg";
import { rowsInPiece } from "../../keyed-step.ts";
import type { KeyedStep } from "../../keyed-step.ts";
import { sealPlainRow } from "../../sealing/plain-profile.ts";
import type { PlainCustomerRow, SealedColumns } from "../../sealing/plain-profile.ts";
import { bytesArray, readText } from "../array-literals.ts";

const select = `
  SELECT institution_id, customer_id, otp_use, applied_at_ms::float8 AS applied_at_ms, revoked_at_ms::float8 AS revoked_at_ms,
    issuances_at_ms, name, name_kana, branch_code, account_number, phone, mac
  FROM customer
  WHERE coalesce(name, name_kana, branch_code, account_number, phone) IS NOT NULL AND (institution_id, customer_id) > ($1, $2)
  ORDER BY institution_id, customer_id LIMIT ${rowsInPiece} FOR UPDATE`;
const update = `
  UPDATE customer AS c SET name = NULL, name_kana = NULL, branch_code = NULL, account_number = NULL, phone = NULL,
    kana_form = NULL, phone_form = NULL, sealed_profile = v.sealed_profile, branch_hash = v.branch_hash,
    account_hash = v.account_hash, phone_hash = v.phone_hash, kana_trail = v.kana_trail, mac = v.mac
  FROM unnest($1::text[], $2::text[], $3::bytea[], $4::bytea[], $5::bytea[], $6::bytea[], $7::bytea[], $8::bytea[])
    AS v (institution_id, customer_id, sealed_profile, branch_hash, account_hash, phone_hash, kana_trail, mac)
  WHERE c.institution_id = v.institution_id AND c.customer_id = v.customer_id`;

/** Seals what lies in the clear of customers, and writes the table anew so that no page keeps it. */
export const sealProfiles: KeyedStep<pg.Client> = async (client, keysOf) => {
  let sealed = 0;
  let last: readonly [string, string] | null = ["", ""];
  while (last !== null) {
    await client.query("BEGIN");
    try {
      const { rows }: pg.QueryResult<PlainCustomerRow> = await client.query(select, [...last]);
      const sealedRows: SealedColumns[] = [];
      for (const row of rows) sealedRows.push(sealPlainRow(asWritten(row), await keysOf(row.institution_id)));
      const names = [rows.map((row) => row.institution_id), rows.map((row) => row.customer_id)];
      await client.query(update, [...names, ...sealedColumns.map((column) => bytesOf(sealedRows, column))]);
      await client.query("COMMIT");
      sealed += rows.length;
      const end: PlainCustomerRow | undefined = rows.at(-1);
      last = end === undefined ? null : [end.institution_id, end.customer_id];
    } catch (error) {
      await client.query("ROLLBACK").catch(() => undefined);
      throw error;
    }
  }
  const { rowCount } = await client.query("SELECT FROM customer WHERE sealed_profile IS NOT NULL LIMIT 1");
  // Also when an earlier run was ended before this. Codes read the tokens' table and go on meanwhile.
  if (sealed > 0 || (rowCount ?? 0) > 0) await client.query("VACUUM (FULL) customer");
  return sealed;
};

const sealedColumns = ["sealed_profile", "branch_hash", "account_hash", "phone_hash", "kana_trail", "mac"] as const;

function bytesOf(rows: readonly SealedColumns[], column: (typeof sealedColumns)[number]): string {
  return bytesArray(rows.map((row) => row[column]));
}

function asWritten(row: PlainCustomerRow): PlainCustomerRow {
  const read = (text: string | null) => (text === null ? null : readText(text));
  return {
    ...row,
    name: read(row.name),
    name_kana: read(row.name_kana),
    branch_code: read(row.branch_code),
    account_number: read(row.account_number),
    phone: read(row.phone),
  };
}
