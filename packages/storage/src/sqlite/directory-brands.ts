import type { DatabaseSync } from "node:sqlite";
import type { DirectoryStore } from "@warifu/rules";
import { asBrand } from "../rows/brand-row.ts";
import type { ChangeDirectory } from "./change-directory.ts";
import type { AppendEvent } from "./events.ts";
import { brandTable } from "../tables/brand-table.ts";
import { select } from "./select.ts";

type Brands = Pick<DirectoryStore, "brand" | "putBrand">;

export function sqliteBrands(db: DatabaseSync, change: ChangeDirectory, appendEvent: AppendEvent): Brands {
  const one = select(db, brandTable, (columns) => `SELECT ${columns} FROM brand WHERE institution_id = ?`);
  const put = db.prepare(
    `INSERT INTO brand (institution_id, accent, accent_dark, logo_type, logo) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (institution_id) DO UPDATE SET accent = excluded.accent, accent_dark = excluded.accent_dark,
       logo_type = excluded.logo_type, logo = excluded.logo`,
  );
  const remove = db.prepare("DELETE FROM brand WHERE institution_id = ?");
  return {
    brand: async (institutionId) => asBrand(one.get(institutionId)),
    putBrand: async (institutionId, brand, event) =>
      change(() => {
        if (brand === null) remove.run(institutionId);
        else {
          const { accent, accentDark, logo } = brand;
          put.run(institutionId, accent, accentDark, logo?.type ?? null, logo?.bytes ?? null);
        }
        appendEvent(event);
      }),
  };
}
