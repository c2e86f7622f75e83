/** What the ID token says was proved: its `acr`, and with it `amr` (RFC 8176). */
export const proofs = {
  /** A one-time password was accepted just now. */
  otp: { acr: "urn:warifu:otp", amr: ["otp"] },
  /** Nothing was due: the customer does not use one-time passwords. */
  none: { acr: "urn:warifu:none", amr: [] },
  /** The set-up is due, and the institution lets the customer do it later. */
  later: { acr: "urn:warifu:later", amr: [] },
} as const satisfies Record<string, { acr: string; amr: readonly string[] }>;

export type Proof = keyof typeof proofs;
