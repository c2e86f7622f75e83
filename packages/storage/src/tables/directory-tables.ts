import type { ClientOpenid, InstitutionTexts, Passkey, Policy, StaffRole } from "@warifu/rules";
import { bytes, json, mac, moment, nullable, sealed, since, text, unsigned } from "./column.ts";
import { table } from "./table.ts";

// What grants something: each row is signed under its institution's keys, so that whoever writes the database is nobody by it.

/** An institution with its policy. */
export const institutionTable = table("institution", ["institution_id"], {
  institution_id: text(),
  service_id: text(),
  texts: json<InstitutionTexts>(),
  /** One stored by an older version lacks what came later. */
  policy: json<Partial<Policy>>(),
  mac: mac(),
});

/** A secret that was replaced, and until when it is taken. Signed as a whole, so that none is taken longer than it was said. */
const earlierSecret = {
  sealed_earlier_secret: since(2, nullable(bytes()), null),
  earlier_secret_ends_at_ms: since(2, nullable(moment()), null),
};

/** An OpenID client. */
export const clientTable = table("client", ["institution_id", "client_id"], {
  institution_id: text(),
  client_id: text(),
  name: text(),
  redirect_uris: json<readonly string[]>(),
  /** Signed as a whole, so that no earlier secret comes back. */
  sealed_secret: bytes(),
  /** Null: the standard way. */
  openid: nullable(json<ClientOpenid>()),
  ...earlierSecret,
  mac: mac(),
});

export const apiKeyTable = table("api_key", ["institution_id", "client_id", "key_id"], {
  institution_id: text(),
  client_id: text(),
  key_id: text(),
  key_hash: text(),
  created_at_ms: moment(),
  /** Noted at every use; nothing hangs on it. */
  last_used_at_ms: unsigned(nullable(moment())),
  revoked_at_ms: nullable(moment()),
  mac: mac(),
});

export const radiusClientTable = table("radius_client", ["institution_id", "radius_client_id"], {
  institution_id: text(),
  radius_client_id: text(),
  name: text(),
  address: text(),
  /** Signed as a whole, so that no earlier secret comes back. */
  sealed_secret: bytes(),
  ...earlierSecret,
  mac: mac(),
});

export const staffTable = table("staff", ["institution_id", "staff_id"], {
  institution_id: text(),
  staff_id: text(),
  /** JSON array: name, name of the branch. Its own tag holds it: a name that cannot be read must keep nobody from working. */
  sealed_name: sealed(),
  role: text<StaffRole>(),
  passkeys: json<readonly Passkey[]>(),
  disabled_at_ms: nullable(moment()),
  mac: mac(),
});

export const signedDirectory = [institutionTable, clientTable, apiKeyTable, radiusClientTable, staffTable] as const;
