import { bytes, nullable, text } from "./column.ts";
import { table } from "./table.ts";

/** An institution's look. */
export const brandTable = table("brand", ["institution_id"], {
  institution_id: text(),
  accent: text(),
  accent_dark: nullable(text()),
  logo_type: nullable(text()),
  logo: nullable(bytes()),
});
