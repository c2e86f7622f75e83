import type { MailDelivery, MailOrder, TokenId } from "@warifu/rules";
import { bytes, integer, moment, nullable, text } from "./column.ts";
import { table } from "./table.ts";

/** A mail on its way. */
export const mailTable = table("mail", ["institution_id", "mail_id"], {
  institution_id: text(),
  mail_id: text(),
  customer_id: text(),
  token_id: text<TokenId>(),
  /** Rises with each mail of a token: two may be queued in the same millisecond. */
  ordinal: moment(),
  kind: text<MailOrder["kind"]>(),
  locale: text<MailOrder["locale"]>(),
  sealed_to: bytes(),
  delivery: text<MailDelivery>(),
  queued_at_ms: moment(),
  attempts: integer(),
  next_attempt_at_ms: moment(),
  leased_until_ms: moment(),
  sent_at_ms: nullable(moment()),
  last_error: nullable(text()),
});
