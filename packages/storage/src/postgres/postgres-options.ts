import { readFileSync } from "node:fs";
import { isIP } from "node:net";
import { checkServerIdentity } from "node:tls";
import type { ConnectionOptions } from "node:tls";
import { DatabaseRefused } from "../database-url.ts";

/** A PostgreSQL address, read. */
export interface PostgresOptions {
  /** A host name, an IP address, or the folder of a Unix socket. */
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string | undefined;
  readonly database: string;
  /** False: not encrypted. */
  readonly tls: ConnectionOptions | false;
  /** Connections at most. */
  readonly pool: number;
  /** Commits of acts under way at the same time, each on a connection of its own. */
  readonly batches: number;
  /** Subjects that may wait for their commit. */
  readonly queue: number;
  readonly statementTimeoutMs: number;
  readonly lockTimeoutMs: number;
  readonly connectTimeoutMs: number;
}

/** Whole numbers that the address may set: least, most, and what holds when it does not. */
const numbers = {
  pool: [2, 1000, 10],
  batches: [1, 100, 3],
  queue: [1, 1_000_000, 2000],
  statement_timeout: [100, 600_000, 5000],
  lock_timeout: [50, 600_000, 2000],
  connect_timeout: [100, 600_000, 5000],
} as const;
const files = ["sslrootcert", "sslcert", "sslkey"] as const;
const known: readonly string[] = ["sslmode", ...files, ...Object.keys(numbers)];

/**
 * Reads `postgres://user:password@host:port/database?parameters`. Percent-encoding counts everywhere; a Unix socket is
 * written as `postgres://user@%2Fvar%2Frun%2Fpostgresql/database`.
 * @throws DatabaseRefused which names the parameter and never repeats its value or the address
 */
export function readPostgresUrl(url: string): PostgresOptions {
  const read = parsed(url);
  const parameters = parametersOf(read);
  const host = hostOf(read);
  const user = decoded(read.username);
  const database = decoded(read.pathname.slice(1));
  if (user === "" || database === "") refuse("needs a user and a database: postgres://user:password@host/database");
  const number = (name: keyof typeof numbers) => wholeNumber(name, parameters.get(name));
  const batches = number("batches");
  const pool = number("pool");
  if (pool <= batches) refuse("needs a pool greater than batches, so that something is left for everything but acts");
  return {
    host,
    port: read.port === "" ? 5432 : Number(read.port),
    user,
    password: read.password === "" ? undefined : decoded(read.password),
    database,
    tls: tlsOf(host, parameters),
    pool,
    batches,
    queue: number("queue"),
    statementTimeoutMs: number("statement_timeout"),
    lockTimeoutMs: number("lock_timeout"),
    connectTimeoutMs: number("connect_timeout"),
  };
}

function parsed(url: string): URL {
  try {
    return new URL(url);
  } catch {
    // The cause would repeat the address, and with it the password.
    return refuse(
      "cannot be read: postgres://user:password@host:port/database, with special characters percent-encoded",
    );
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return refuse("has a percent sign that encodes nothing: write %25");
  }
}

function hostOf(url: URL): string {
  const host = decoded(url.hostname).replace(/^\[(.*)\]$/, "$1");
  return host === "" ? refuse("names no host") : host;
}

function parametersOf(url: URL): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>();
  for (const [name, value] of url.searchParams) {
    if (!known.includes(name)) refuse(`has a parameter that is none of ${known.join(", ")}`);
    if (parameters.has(name)) refuse(`gives ${name} twice`);
    parameters.set(name, value);
  }
  return parameters;
}

function wholeNumber(name: keyof typeof numbers, given: string | undefined): number {
  const [least, most, usual] = numbers[name];
  if (given === undefined) return usual;
  const value = Number(given);
  if (/^\d{1,9}$/.test(given) && value >= least && value <= most) return value;
  return refuse(`has ${name} outside ${least}–${most}`);
}

/** Encryption without knowing who answers keeps nobody out, so there are only two ways: verified, or openly none. */
function tlsOf(host: string, parameters: ReadonlyMap<string, string>): ConnectionOptions | false {
  const isHere = host.startsWith("/") || host === "localhost" || host === "127.0.0.1" || host === "::1";
  const mode = parameters.get("sslmode") ?? (isHere ? "disable" : "verify-full");
  if (mode === "disable") {
    if (files.some((name) => parameters.has(name))) refuse("gives certificates but no sslmode=verify-full");
    return false;
  }
  if (mode !== "verify-full") {
    refuse("has an sslmode that does not verify the server's name: only verify-full and disable are understood");
  }
  if (host.startsWith("/")) refuse("asks for TLS over a Unix socket");
  const [ca, cert, key] = files.map((name) => fileOf(name, parameters.get(name)));
  if ((cert === undefined) !== (key === undefined)) refuse("needs sslcert and sslkey together");
  return {
    rejectUnauthorized: true,
    minVersion: "TLSv1.2",
    // An IP address is held against the certificate too, which Node leaves out without a server name.
    checkServerIdentity: (_name, certificate) => checkServerIdentity(host, certificate),
    ...(isIP(host) === 0 ? { servername: host } : {}),
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
  };
}

function fileOf(name: string, path: string | undefined): string | undefined {
  if (path === undefined) return undefined;
  try {
    return readFileSync(path, "utf8");
  } catch {
    return refuse(`names a file in ${name} that cannot be read`);
  }
}

function refuse(what: string): never {
  throw new DatabaseRefused(`The PostgreSQL address ${what}.`);
}
