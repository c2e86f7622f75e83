export type StaffRole = "teller" | "approver" | "auditor" | "admin";

export interface Passkey {
  readonly credentialId: string;
  /** COSE public key, base64url. */
  readonly publicKey: string;
  readonly signCount: number;
  readonly transports: readonly string[];
  readonly createdAtMs: number;
}

export interface Staff {
  readonly staffId: string;
  readonly institutionId: string;
  readonly name: string;
  readonly branchName: string;
  readonly role: StaffRole;
  readonly passkeys: readonly Passkey[];
  readonly disabledAtMs: number | null;
}
