import type { Beside } from "./approval.ts";
import type { Token } from "./token.ts";

export type OtpUse = "none" | "applied" | "cancelled";

/** What the branch noted at the desk to find the customer again. All optional, none used in a decision. */
export interface CustomerProfile {
  readonly name: string | null;
  readonly nameKana: string | null;
  readonly branchCode: string | null;
  readonly accountNumber: string | null;
  readonly phone: string | null;
}

/** One log-in holder at one institution. */
export interface Customer {
  readonly institutionId: string;
  /** The institution's own opaque key: 1–64 of A–Z a–z 0–9 . _ - */
  readonly customerId: string;
  readonly use: OtpUse;
  readonly appliedAtMs: number | null;
  /** When a token in use was revoked with none taking its place: a new one then needs a new application. */
  readonly revokedAtMs: number | null;
  readonly profile: CustomerProfile;
  /** When tokens were issued within the last 24 h, oldest first: the limit is counted here. */
  readonly issuancesAtMs: readonly number[];
  /** When staff allowed one issuance more than the limit, within the last 24 h, oldest first. */
  readonly extraIssuancesAtMs: readonly number[];
}

/** As much of a customer as a code is decided on. */
export type CodeHolder = Pick<Customer, "institutionId" | "customerId" | "use">;

/**
 * What a code is decided on. Where the customer has a token in use, it says that they applied, and nothing else of them need be read:
 * so there is nothing else to look at.
 */
export interface CodeState {
  /** Null if never heard of. */
  readonly customer: CodeHolder | null;
  /** Newest first. */
  readonly tokens: readonly Token[];
}

/** What any other act decides about: the whole customer with the tokens. */
export interface CustomerState extends CodeState {
  readonly customer: Customer | null;
  /** Where the subject names an approval: it, and the staff who have to do with it. */
  readonly beside?: Beside;
}

/** Nothing noted at the desk. */
export const noProfile: CustomerProfile = {
  name: null,
  nameKana: null,
  branchCode: null,
  accountNumber: null,
  phone: null,
};
