import { createHash } from "node:crypto";
import type { Brand, Institution } from "@warifu/rules";

/** What a page needs to look like its institution. */
export interface BrandPaths {
  readonly colours: string;
  readonly logo: string | null;
}

/** Below the gate's own origin, with a few characters of the content, so that a change is seen at once. */
export function brandPaths({ serviceId }: Institution, { accent, accentDark, logo }: Brand): BrandPaths {
  const hash = createHash("sha256")
    .update(JSON.stringify([accent, accentDark, logo?.type ?? null]))
    .update(logo?.bytes ?? "");
  const version = hash.digest("hex").slice(0, 8);
  const path = (name: string) => `/brand/${serviceId}/${name}?v=${version}`;
  return { colours: path("colours.css"), logo: logo === null ? null : path("logo") };
}
