export const logoTypes = ["image/svg+xml", "image/png"] as const;

/** A logo as the operator gave it and a command checked it. */
export interface Logo {
  readonly type: (typeof logoTypes)[number];
  readonly bytes: Uint8Array;
}

/** How an institution's pages look beside its name. */
export interface Brand {
  /** `#rrggbb`, read on light grounds. */
  readonly accent: string;
  /** `#rrggbb`, read on dark grounds; null: made from `accent`. */
  readonly accentDark: string | null;
  readonly logo: Logo | null;
}
