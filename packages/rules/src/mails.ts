import type { TokenId } from "./token.ts";

/** A mail that an act wants sent. Only facts: the text is written when it is sent, its links come from configuration. */
export interface MailOrder {
  readonly kind: "tokenIssued" | "tokenInUse" | "tokenLocked";
  readonly to: string;
  readonly tokenId: TokenId;
  readonly locale: "ja" | "en";
}

export type MailDelivery = "queued" | "sent" | "failed";
