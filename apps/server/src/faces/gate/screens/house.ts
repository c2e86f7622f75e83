import type { Brand, Institution } from "@warifu/rules";

/** Whose page it is, and how it looks. */
export interface House {
  readonly institution: Institution;
  readonly brand: Brand | null;
}
