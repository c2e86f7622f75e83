import { base32Decode, base32Encode } from "./base32.ts";
import type { Algorithm, OtpParameters } from "./hotp.ts";

/** A time-based token as other systems write it down. */
export interface OtpauthToken extends OtpParameters {
  /** 10 to 128 bytes. */
  readonly key: Uint8Array;
  /** What the app shows, often "issuer:account". */
  readonly label: string;
  readonly issuer: string | null;
}

/** Why a URI is not taken over. Whatever decides a code is read or refused by its name: no default takes its place. */
export interface OtpauthProblem {
  readonly code:
    | "notOtpauth"
    | "controlCharacter"
    | "migration"
    | "notTotp"
    | "fragment"
    | "strayParameter"
    | "unknownParameter"
    | "repeatedParameter"
    | "badSecret"
    | "badAlgorithm"
    | "badDigits"
    | "badPeriod";
  /** The parameter at fault, where there is one and its name is so short that it cannot be a key. */
  readonly parameter: string | null;
}

export type OtpauthReading =
  | { readonly ok: true; readonly value: OtpauthToken }
  | { readonly ok: false; readonly problem: OtpauthProblem };

const longestUri = 16_384;
const fewestKeyBytes = 10;
const mostKeyBytes = 128;
/** 10 bytes of a key, the fewest that are taken, are 16 symbols. */
const longestNameTold = 15;

/** Fewer than 10 nobody can type; NIST SP 800-63B-4 §3.1.4 wants a new code at least every two minutes. */
const fewestPeriodSeconds = 10;
const mostPeriodSeconds = 120;

/** What decides a code. */
const deciding = ["secret", "algorithm", "digits", "period"] as const;
type Deciding = (typeof deciding)[number];

/** What others write beside it that no code hangs on: texts, pictures and colours of apps, and where the entry came from. */
const shownOnly: ReadonlySet<string> = new Set(
  "issuer label name account image icon logo color colour background tags group note lock codedisplay creator serial".split(
    " ",
  ),
);

/** In a text that is only shown: the sign that some tool mangled the address, and another one would have read a parameter here. */
const stray =
  /(?:[&;?#]|\\u0026)\s*(secret|algorithm|algo|hash|digest|digits|length|period|interval|step|counter|encoder)\s*=/i;

/**
 * Reads `otpauth://totp/LABEL?secret=…` (Google Authenticator's "Key Uri Format"). Values that are not there have that format's
 * defaults: SHA-1, 6 digits, 30 seconds. Names are read in any case, and behind an `&amp;` too; a secret as `base32Decode` reads
 * it; the hash and the numbers in every spelling that leaves no doubt. The label and the issuer are only shown: whatever they hold
 * is no reason to refuse. A parameter that nobody knows may change a code, and is refused. Never throws; linear in length.
 * @param passOver names of further parameters, in small letters, of which the caller knows that they change no code
 */
export function readOtpauthUri(text: string, passOver: ReadonlySet<string> = new Set()): OtpauthReading {
  if (typeof text !== "string" || text.length > longestUri) return refused("notOtpauth");
  if (/^otpauth-migration:/i.test(text)) return refused("migration");
  if (!/^otpauth:\/\//i.test(text)) return refused("notOtpauth");
  if (hasControl(text)) return refused("controlCharacter");
  const { type, label, query } = takenApart(text);
  if (type.toLowerCase() !== "totp") return refused("notTotp");
  // Some readers end the address here and others do not: what follows may decide the code.
  if (query.includes("#")) return refused("fragment");

  const parameters = readParameters(query, passOver);
  if ("code" in parameters) return { ok: false, problem: parameters };
  const strayName = stray.exec(`${label}\n${parameters.shown.join("\n")}`)?.[1];
  if (strayName !== undefined) return refused("strayParameter", strayName.toLowerCase());

  const { values } = parameters;
  const key = readKey(values.get("secret") ?? "");
  if (key === null) return refused("badSecret", "secret");
  const algorithm = readAlgorithm(values.get("algorithm") ?? "SHA1");
  if (algorithm === null) return refused("badAlgorithm", "algorithm");
  const digits = readDigits(values.get("digits") ?? "6");
  if (digits === null) return refused("badDigits", "digits");
  const periodSeconds = readPeriod(values.get("period") ?? "30");
  if (periodSeconds === null) return refused("badPeriod", "period");
  return { ok: true, value: { key, label, issuer: parameters.issuer, algorithm, digits, periodSeconds } };
}

/**
 * Writes the same format, every parameter spelled out; `readOtpauthUri` gives the same token again.
 * @throws RangeError when the token is none that could be read again
 */
export function writeOtpauthUri(token: OtpauthToken): string {
  const { key, label, issuer, algorithm, digits, periodSeconds } = token;
  // The problem's name and nothing else: the URI holds the key.
  const unsayable = (problem: string) => new RangeError(`No otpauth URI can say this token: ${problem}`);
  if (hasControl(label) || hasControl(issuer ?? "")) throw unsayable("controlCharacter");
  const query = [
    `secret=${base32Encode(key).replaceAll("=", "")}`,
    ...(issuer === null ? [] : [`issuer=${encodeURIComponent(issuer.toWellFormed())}`]),
    `algorithm=${algorithm.replace("-", "")}`,
    `digits=${digits}`,
    `period=${periodSeconds}`,
  ];
  const uri = `otpauth://totp/${encodeURIComponent(label.toWellFormed())}?${query.join("&")}`;
  const reading = readOtpauthUri(uri);
  if (!reading.ok) throw unsayable(reading.problem.code);
  return uri;
}

/** By hand: URL drops tabs and line feeds without a word, and readers disagree about hosts of unknown schemes and about "#". */
function takenApart(text: string): { type: string; label: string; query: string } {
  const rest = text.slice("otpauth://".length);
  const question = rest.indexOf("?");
  const before = question < 0 ? rest : rest.slice(0, question);
  const slash = before.indexOf("/");
  const label = slash < 0 ? "" : before.slice(slash + 1);
  return {
    type: slash < 0 ? before : before.slice(0, slash),
    label: shown(decoded(label)),
    query: question < 0 ? "" : rest.slice(question + 1),
  };
}

interface Parameters {
  readonly values: ReadonlyMap<Deciding, string>;
  readonly issuer: string | null;
  /** Everything that no code hangs on. */
  readonly shown: readonly string[];
}

function readParameters(query: string, passOver: ReadonlySet<string>): Parameters | OtpauthProblem {
  const values = new Map<Deciding, string>();
  const shownValues: string[] = [];
  let issuer: string | null = null;
  for (const [written, value] of new URLSearchParams(query)) {
    // "&amp;" comes from a page's source.
    const name = written
      .replace(/^(?:amp;)+/i, "")
      .trim()
      .toLowerCase();
    const decides = deciding.find((one) => one === name);
    if (decides !== undefined) {
      // Two readers could choose differently.
      if (values.has(decides)) return { code: "repeatedParameter", parameter: decides };
      values.set(decides, value.trim());
    } else if (shownOnly.has(name) || passOver.has(name)) {
      shownValues.push(value);
      if (name === "issuer") issuer ??= shown(value);
    } else if (name !== "" || value !== "") {
      return { code: "unknownParameter", parameter: tellable(name) };
    }
  }
  return { values, issuer, shown: shownValues };
}

function tellable(name: string): string | null {
  return name.length <= longestNameTold && /^[\w.-]+$/.test(name) ? name : null;
}

function readKey(secret: string): Uint8Array | null {
  const key = base32Decode(secret);
  return key !== null && key.length >= fewestKeyBytes && key.length <= mostKeyBytes ? key : null;
}

/** SHA1, sha-1, HmacSHA1, HMAC-SHA-1 and Algorithm.sha1 are all met with. */
function readAlgorithm(name: string): Algorithm | null {
  const size = /^(?:algorithm\.)?(?:hmac[-_ ]?)?sha[-_ ]?(1|256|512)$/i.exec(name)?.[1];
  return size === undefined ? null : (`SHA-${size}` as Algorithm);
}

function readDigits(text: string): 6 | 7 | 8 | null {
  return /^0?[678]$/.test(text) ? (Number(text) as 6 | 7 | 8) : null;
}

function readPeriod(text: string): number | null {
  const seconds = /^[0-9]{1,4}$/.test(text) ? Number(text) : 0;
  return seconds >= fewestPeriodSeconds && seconds <= mostPeriodSeconds ? seconds : null;
}

/** Percent signs that encode nothing stay as they are. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** What is shown to people stays one line. */
function shown(text: string): string {
  return text.replaceAll(controls, "\ufffd");
}

/** Control characters, and the two that end a line. */
const controls = /[\p{Control}\u2028\u2029]/gu;

function hasControl(text: string): boolean {
  return text.search(controls) >= 0;
}

function refused(code: OtpauthProblem["code"], parameter: string | null = null): OtpauthReading {
  return { ok: false, problem: { code, parameter } };
}
