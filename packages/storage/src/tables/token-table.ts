import type { Token, TokenId } from "@warifu/rules";
import { hot, integer, mac, moment, nullable, sealed, text } from "./column.ts";
import type { RowOf } from "./column.ts";
import { table } from "./table.ts";
import type { FieldsOf, Table } from "./table.ts";

/** Whose the token is, and the how manieth of theirs: the newest has the highest number. */
const owner = { institution_id: text(), customer_id: text(), ordinal: integer() };

/** What stands in the row as it stands in the token, under the same name. */
const plain = {
  token_id: text<TokenId>(),
  user_id: nullable(text()),
  life: text<Token["life"]>(),
  algorithm: text<Token["algorithm"]>(),
  digits: integer<Token["digits"]>(),
  period_seconds: integer(),
  issued_at_ms: moment(),
  expires_at_ms: moment(),
  activated_at_ms: nullable(moment()),
  confirmed_at_ms: nullable(moment()),
  ended_at_ms: nullable(moment()),
  locale: text<Token["locale"]>(),
  mail_sent_at_ms: nullable(moment()),
  mail_resends: integer(),
  activation_tries_left: integer(),
  last_step: hot(integer<Token["lastStep"]>()),
  drift_steps: hot(integer()),
  wrong_in_a_row: hot(integer()),
  pauses_in_a_row: hot(integer()),
  wrong_since_confirm: hot(integer()),
  replays_in_a_row: hot(integer()),
  paused_until_ms: hot(nullable(moment())),
  locked_at_ms: hot(nullable(moment())),
  suspended_at_ms: nullable(moment()),
  replaces_token_id: nullable(text<TokenId>()),
};

/** What opens itself when it is needed. */
const secrets = {
  sealed_mobile_email: nullable(sealed()),
  sealed_registration_record: nullable(sealed()),
  sealed_key: nullable(sealed()),
};

/**
 * A token, in every store. A new field is one line here (`since(2, …)`) and one migration each: `token` on SQLite, or `token_state`
 * when codes change it; `token` on PostgreSQL. Rows of the format before verify until they are next written.
 */
export const tokenTable = table("token", ["institution_id", "customer_id", "ordinal"], {
  ...owner,
  ...plain,
  ...secrets,
  mac: mac(),
});

export type TokenColumns = (typeof tokenTable)["columns"];
/** A token's row by the names of its columns. The stores handle it as the array of its values. */
export type TokenRow = RowOf<TokenColumns>;
/** This list, or one with further columns. */
export type TokenTable = Table<TokenColumns>;
/** The token's fields but what is sealed. Compiles only while the list has them all, each in its own type. */
export type PlainFields = FieldsOf<typeof plain>;
