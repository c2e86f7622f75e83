import type { DirectoryStore } from "@warifu/rules";
import { asBrand } from "../rows/brand-row.ts";
import type { BrandRow } from "../rows/brand-row.ts";
import type { ChangeDirectory } from "./change-directory.ts";
import type { Database } from "./database.ts";
import { statement } from "./statement.ts";

type Brands = Pick<DirectoryStore, "brand" | "putBrand">;

const one = statement("SELECT * FROM brand WHERE institution_id = $1");
const put = statement(
  `INSERT INTO brand (institution_id, accent, accent_dark, logo_type, logo) VALUES ($1, $2, $3, $4, $5)
   ON CONFLICT (institution_id) DO UPDATE SET accent = excluded.accent, accent_dark = excluded.accent_dark,
     logo_type = excluded.logo_type, logo = excluded.logo`,
);
const remove = statement("DELETE FROM brand WHERE institution_id = $1");

export function postgresBrands(database: Database, change: ChangeDirectory): Brands {
  return {
    brand: async (institutionId) => asBrand((await database.read<BrandRow>(one, [institutionId]))[0]),
    putBrand: (institutionId, brand, event) =>
      change(async (session) => {
        if (brand === null) await session.rows(remove, [institutionId]);
        else {
          const { accent, accentDark, logo } = brand;
          await session.rows(put, [institutionId, accent, accentDark, logo?.type ?? null, logo?.bytes ?? null]);
        }
        return event;
      }),
  };
}
