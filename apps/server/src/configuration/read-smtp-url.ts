import { isIP } from "node:net";

/** The mail server and who we are there. */
export interface SmtpServer {
  /** A host name or an IP address, without brackets. */
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte (`smtps:`); otherwise STARTTLS. */
  readonly isEncryptedAtOnce: boolean;
  readonly login: { readonly user: string; readonly password: string } | null;
}

/** The address is none; the message says what to write and never repeats what was written: it may be a password. */
export class SmtpUrlRefused extends Error {
  override name = "SmtpUrlRefused";
}

const form = "smtp://HOST:PORT or smtps://USER:PASSWORD@HOST";
const standardPorts = { smtp: 587, smtps: 465 } as const;

/**
 * Reads `smtp://host:port` or `smtps://user:password@host:port` (RFC 3986 §3.2). Strict: where two programs could read two things
 * out of one text, a password would be sent to somebody else's host.
 * @throws SmtpUrlRefused
 */
export function readSmtpUrl(text: string): SmtpServer {
  const [, scheme, authority] = /^(smtps?):\/\/([^/]*)\/?$/i.exec(text) ?? [];
  if (scheme === undefined || authority === undefined) {
    const isMail = /^smtps?:\/\//i.test(text);
    refuse(isMail ? `has a path: it must be ${form}. ${encoding}` : `must be ${form}`);
  }
  const kind = scheme.toLowerCase() === "smtps" ? "smtps" : "smtp";
  const at = authority.lastIndexOf("@");
  const { host, port } = readPlace(authority.slice(at + 1));
  return {
    host,
    port: port ?? standardPorts[kind],
    isEncryptedAtOnce: kind === "smtps",
    login: at === -1 ? null : readLogin(authority.slice(0, at)),
  };
}

const encoding =
  "In a user name or password every sign that is no letter, digit or one of - . _ ~ is percent-encoded: % is %25, @ is %40, : is %3A, / is %2F, # is %23, ? is %3F. " +
  "The password 50%off becomes smtps://otp:50%25off@mail.example.jp";

function readPlace(text: string): { host: string; port: number | null } {
  const [, bracketed, named, digits] = /^(?:\[([^\]]*)\]|([^:]*))(?::(\d{1,5}))?$/.exec(text) ?? [];
  const host = bracketed ?? named ?? "";
  const isHost = bracketed === undefined ? isHostName(host) || isIP(host) === 4 : isIP(host) === 6;
  if (!isHost) refuse(`must be ${form}, with a host name or an address. ${encoding}`);
  if (digits === undefined) return { host, port: null };
  const port = Number(digits);
  if (port < 1 || port > 65_535) refuse("has a port outside 1–65535");
  return { host, port };
}

function readLogin(text: string): SmtpServer["login"] {
  const [, user, password] = /^([^:@]*):([^:@]*)$/.exec(text) ?? [];
  if (user === undefined || password === undefined || user === "" || password === "") {
    refuse(`must have both a user and a password before the @, with one colon between: ${form}. ${encoding}`);
  }
  return { user: decoded(user), password: decoded(password) };
}

function decoded(text: string): string {
  // RFC 3986 §3.2.1: unreserved, sub-delims and pct-encoded.
  if (!/^(?:[A-Za-z0-9\-._~!$&'()*+,;=]|%[0-9A-Fa-f]{2})*$/.test(text)) refuse(`is not percent-encoded. ${encoding}`);
  let plain: string;
  try {
    plain = decodeURIComponent(text);
  } catch {
    return refuse(`is percent-encoded, but not as UTF-8. ${encoding}`);
  }
  // oxlint-disable-next-line no-control-regex -- a line break in a log-in would be a command of its own
  if (/[\u0000-\u001f\u007f]/.test(plain)) refuse("has a control character in its user name or password");
  return plain;
}

/** RFC 1123 §2.1; a name that ends in digits alone would be read as an address. */
function isHostName(text: string): boolean {
  const labels = text.split(".");
  const isLabel = (label: string) => /^[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?$/.test(label);
  return text.length <= 253 && labels.every(isLabel) && !/^\d+$/.test(labels.at(-1) ?? "");
}

function refuse(what: string): never {
  throw new SmtpUrlRefused(what);
}
