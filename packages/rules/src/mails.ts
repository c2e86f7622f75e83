import { openedMobileEmail, type Locale, type Token, type TokenId } from "./token.ts";

/** A mail that an act wants sent. Only facts: the text is written when it is sent, its links come from configuration. */
export interface MailOrder {
  readonly kind: "tokenIssued" | "tokenInUse" | "tokenLocked";
  readonly to: string;
  readonly tokenId: TokenId;
  readonly locale: Locale;
}

export type MailDelivery = "queued" | "sent" | "failed";

/** The mail to the phone of this token; none where there is no address (imported tokens) or it cannot be read. */
export function mailTo(token: Token, kind: MailOrder["kind"]): readonly MailOrder[] {
  const to = openedMobileEmail(token);
  if (to === null) return [];
  return [{ kind, to, tokenId: token.tokenId, locale: token.locale }];
}
