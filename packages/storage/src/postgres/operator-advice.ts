import { sqlStateOf, wordsOf } from "./trouble.ts";

/** Whom the database knows us as: told to the operator, never with the password. */
export interface WhoWeAre {
  readonly user: string;
  readonly database: string;
}

/**
 * What an operator can do about an error of the database or of the way to it, in a sentence or two; null where nothing better is
 * known than what the error says itself.
 */
export function adviceFor(error: unknown, { user, database }: WhoWeAre): string | null {
  const state = sqlStateOf(error);
  const words = wordsOf(error);
  if (state !== undefined) {
    const [, advice] = bySqlState(user, database).find(([pattern]) => pattern.test(`${state} ${words}`)) ?? [];
    return advice ?? null;
  }
  const [, advice] = byWords.find(([pattern]) => pattern.test(`${codesOf(error)} ${words}`)) ?? [];
  return advice ?? null;
}

const poolerShares =
  "This is a pooler that shares connections between transactions, which would lose the session's settings. " +
  "Use pool_mode = session (pgbouncer), or PostgreSQL's own address";

/** SQLSTATE (PostgreSQL manual, appendix A) and message → what to do. The first that fits counts. */
function bySqlState(user: string, database: string): readonly (readonly [RegExp, string])[] {
  const [role, name] = [identifier(user), identifier(database)];
  return [
    [/^28P01/, "Check user and password in WARIFU_DATABASE (special signs percent-encoded), PGPASSWORD or ~/.pgpass"],
    [/^28000 .*does not exist/, `Make the user: CREATE ROLE ${role} LOGIN PASSWORD '…'`],
    [/^28000 .*not permitted to log in/, `Let it log in: ALTER ROLE ${role} LOGIN`],
    [
      /^28/,
      "pg_hba.conf must let this user into this database from here, by hostssl where sslmode is verify-full; then SELECT pg_reload_conf()",
    ],
    [/^3D000/, `Make the database: CREATE DATABASE ${name} OWNER ${role} ENCODING 'UTF8' TEMPLATE template0`],
    [/^42501 .*for database/, `As a superuser: GRANT CONNECT, TEMPORARY ON DATABASE ${name} TO ${role}`],
    [
      /^(42501 .*for schema|3F000)/,
      `As a superuser, in this database: GRANT USAGE, CREATE ON SCHEMA public TO ${role}, or make it the owner: ALTER DATABASE ${name} OWNER TO ${role}`,
    ],
    [
      /^42501/,
      `The tables belong to another role than ${role}: give the role that migrated in WARIFU_DATABASE, or as a superuser, in this database: REASSIGN OWNED BY the other role TO ${role}`,
    ],
    [/^(25006|55000 .*recovery)/, "This is a standby, or read-only: give the primary's address in WARIFU_DATABASE"],
    [/^55000 .*not.* accepting connections/, `As a superuser: ALTER DATABASE ${name} ALLOW_CONNECTIONS true`],
    [/^53300/, "Raise max_connections, or make pool smaller: every node takes up to pool connections"],
    [/^53100/, "The database's disk is full: make room"],
    [/^57P03/, "It is starting or stopping: try again in a moment"],
    [/^55P03/, "Somebody else has the tables locked: try again when there is less to do"],
    [/^42P07|^42710|^42723/, "Another program's tables are here: Warifu needs a database of its own"],
    [/^(42P05|26000)|transaction blocks not allowed/, poolerShares],
    [/^08P01 .*startup parameter/, "The pooler before the database refuses a parameter: connect to PostgreSQL itself"],
    [/^08P01 .*no such database|^08P01 .*database does not exist/, "Name the database in the pooler's configuration"],
    [/^08P01/, "What answers is no PostgreSQL, or a pooler that does not know this database and user"],
  ];
}

/** Node's error codes, and words of the driver, which has no codes. */
const byWords: readonly (readonly [RegExp, string])[] = [
  [/ECONNREFUSED/, "Nobody listens there: is PostgreSQL running, and are host and port right?"],
  [/ENOTFOUND|EAI_AGAIN/, "The host's name is not known: check WARIFU_DATABASE and the name service"],
  [/ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|timeout/, "No answer from there: check host, port, and the firewall in between"],
  [/ENOENT/, "There is no Unix socket in that folder: see unix_socket_directories of the server"],
  [/EACCES|EPERM/, "This user may not use that Unix socket"],
  [
    /does not support SSL/,
    "The server has no TLS: set ssl = on there with a certificate, or write sslmode=disable where the network is your own machine's",
  ],
  [
    /ERR_TLS_CERT_ALTNAME_INVALID|altnames/,
    "The certificate is for another name: write in WARIFU_DATABASE the host name that stands in it",
  ],
  [/CERT_HAS_EXPIRED|expired/, "Renew the server's certificate"],
  [
    /self.signed|SELF_SIGNED|UNABLE_TO_|unable to (get|verify)/i,
    "Name the file with the certificates to trust: sslrootcert=FILE",
  ],
  [
    /client password must be a string|SCRAM.*password/,
    "A password is needed: in WARIFU_DATABASE, PGPASSWORD or ~/.pgpass",
  ],
  [/ECONNRESET|EPIPE|terminat/, "The connection was cut: is it PostgreSQL that listens there, and does it run?"],
];

function codesOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(codesOf).join(" ");
  if (!(error instanceof Error)) return "";
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  return `${code} ${codesOf(error.cause)}`;
}

/** As it is written in SQL. */
function identifier(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}
