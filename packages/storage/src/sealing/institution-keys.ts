import { createCipheriv, createDecipheriv, createSecretKey, hkdfSync, randomBytes, timingSafeEqual } from "node:crypto";
import type { KeyObject } from "node:crypto";
import { nodeHmac } from "@warifu/otp/node";
import type { KeyedHmac } from "@warifu/otp";
import { KeyUnreadable } from "@warifu/rules";

/** What a sealed value is about and what it is for. Opening it as anything else fails, so a swapped row cannot be used. */
export interface SealedFor {
  readonly subject: string;
  readonly purpose:
    | "token key"
    | "mobile e-mail"
    | "registration record"
    | "mail address"
    | "client secret"
    | "earlier client secret"
    | "RADIUS secret"
    | "earlier RADIUS secret"
    | "customer profile"
    | "staff name"
    | "approval"
    | "record"
    | "secret";
}

/** What customers are found by. Each has a key of its own, so that the same digits in two fields have nothing in common. */
export type SearchedField = "branch" | "account" | "phone" | "kana";

/** One institution's data keys, opened. New values go under the newest version, old ones stay readable. */
export interface InstitutionKeys {
  /** AES-256-GCM (NIST SP 800-38D); result: 1 byte format, 4 bytes key version, 12 bytes IV, ciphertext, 16 bytes tag. */
  seal(plain: Uint8Array, sealedFor: SealedFor): Uint8Array;
  /** @throws KeyUnreadable when the value was changed, moved, or its key version is missing */
  open(sealed: Uint8Array, sealedFor: SealedFor): Uint8Array;
  sealText(plain: string, sealedFor: SealedFor): Uint8Array;
  /** @throws KeyUnreadable like open */
  openText(sealed: Uint8Array, sealedFor: SealedFor): string;
  /**
   * HMAC-SHA-256 (RFC 2104) over a row's canonical text; result: 1 byte format, 4 bytes key version, 32 bytes MAC.
   * @param format of the text, 1 to 255; from 2 on the text itself names it, too
   */
  mac(row: string, format?: number): Uint8Array;
  /** Constant-time. False for a wrong MAC, for another format's and for a key version that is missing. */
  macFits(mac: Uint8Array, row: string, format?: number): boolean;
  /**
   * HMAC-SHA-256 of a form that customers are found by, 32 bytes. Under the oldest data key, so that what was written before a
   * newer one came is found with what is written after.
   */
  searchHash(field: SearchedField, form: string): Uint8Array;
}

const cipher = "aes-256-gcm";
const sealFormat = 1;
const headBytes = 5;
const ivBytes = 12;
const tagBytes = 16;
/** HMAC-SHA-256. */
const macBytes = 32;

/** @param dataKeys version (1, 2, …) → 32 bytes; at least one */
export function makeInstitutionKeys(institutionId: string, dataKeys: ReadonlyMap<number, Uint8Array>): InstitutionKeys {
  const subkeys = new Map(
    [...dataKeys].map(([version, dataKey]) => [version, subkeysOf(institutionId, version, dataKey)]),
  );
  const searchKeys = searchKeysOf(present(dataKeys.get(Math.min(...dataKeys.keys()))));
  const newest = present(subkeys.get(Math.max(...dataKeys.keys())));

  const keysOf = (headed: Uint8Array, format: number) => {
    if (headed[0] !== format || headed.length < headBytes) return undefined;
    // A version is far from the size in which shifting would turn it negative.
    let version = 0;
    for (let index = 1; index < headBytes; index++) version = (version << 8) | (headed[index] ?? 0);
    return subkeys.get(version);
  };
  // JSON of ["warifu v1", institution, subject, version, purpose], of which the beginning is always the same.
  const additionalDataHead = `["warifu v1",${JSON.stringify(institutionId)},`;
  const additionalData = ({ version }: Subkeys, { subject, purpose }: SealedFor) =>
    utf8(`${additionalDataHead}${JSON.stringify(subject)},${version},"${purpose}"]`);
  const macOf = ({ head, rowMac, rowHead }: Subkeys, row: string, format: number) => {
    const mac = Buffer.allocUnsafe(headBytes + macBytes);
    mac.set(head);
    mac[0] = format;
    mac.set(rowMac(utf8(rowHead + row)), headBytes);
    return mac;
  };

  const keys: InstitutionKeys = {
    seal(plain, sealedFor) {
      const { head, sealKey } = newest;
      const iv = randomBytes(ivBytes);
      const seal = createCipheriv(cipher, sealKey, iv).setAAD(additionalData(newest, sealedFor));
      return Buffer.concat([head, iv, seal.update(plain), seal.final(), seal.getAuthTag()]);
    },
    open(sealed, sealedFor) {
      const found = keysOf(sealed, sealFormat);
      if (found === undefined) throw new KeyUnreadable("A sealed value is damaged or its data key is missing.");
      try {
        const iv = sealed.subarray(headBytes, headBytes + ivBytes);
        const open = createDecipheriv(cipher, found.sealKey, iv, { authTagLength: tagBytes });
        open.setAAD(additionalData(found, sealedFor)).setAuthTag(sealed.subarray(-tagBytes));
        const plain = open.update(sealed.subarray(headBytes + ivBytes, -tagBytes));
        // GCM has no block left over: this only compares the tag, and throws.
        open.final();
        return plain;
      } catch (error) {
        throw new KeyUnreadable("A sealed value was changed or belongs elsewhere.", { cause: error });
      }
    },
    sealText: (plain, sealedFor) => keys.seal(Buffer.from(plain, "utf8"), sealedFor),
    openText: (sealed, sealedFor) => Buffer.from(keys.open(sealed, sealedFor)).toString("utf8"),
    mac: (row, format = 1) => macOf(newest, row, format),
    macFits(mac, row, format = 1) {
      const found = mac.length === headBytes + macBytes ? keysOf(mac, format) : undefined;
      return found !== undefined && timingSafeEqual(mac, macOf(found, row, format));
    },
    searchHash: (field, form) => searchKeys[field](utf8(form)),
  };
  return keys;
}

/** What is made once of each data key. */
interface Subkeys {
  readonly version: number;
  /** Stands before everything sealed or signed under it: 1 byte format, here that of sealed values, and 4 bytes key version. */
  readonly head: Uint8Array;
  readonly sealKey: KeyObject;
  readonly rowMac: KeyedHmac;
  readonly rowHead: string;
}

/** One key for one use (NIST SP 800-57 §5.2): sealing and row MACs never share one. */
function subkeysOf(institutionId: string, version: number, dataKey: Uint8Array): Subkeys {
  const derive = (info: string) => new Uint8Array(hkdfSync("sha256", dataKey, "", info, 32));
  const head = Buffer.alloc(headBytes);
  head[0] = sealFormat;
  head.writeUInt32BE(version, 1);
  return {
    version,
    head,
    sealKey: createSecretKey(derive("warifu seal v1")),
    rowMac: nodeHmac("SHA-256", derive("warifu row mac v1")),
    rowHead: JSON.stringify(["warifu row v1", institutionId, version]),
  };
}

function searchKeysOf(dataKey: Uint8Array): Readonly<Record<SearchedField, KeyedHmac>> {
  const keyOf = (field: SearchedField) =>
    nodeHmac("SHA-256", new Uint8Array(hkdfSync("sha256", dataKey, "", `warifu search v1|${field}`, 32)));
  return { branch: keyOf("branch"), account: keyOf("account"), phone: keyOf("phone"), kana: keyOf("kana") };
}

let text = Buffer.alloc(1024);

/** The bytes of a text, good until the next one's: copied where they are used, they need no memory of their own. */
function utf8(words: string): Uint8Array {
  const mostBytesOfAUnit = 3;
  if (text.length < words.length * mostBytesOfAUnit) text = Buffer.alloc(2 * words.length * mostBytesOfAUnit);
  return text.subarray(0, text.write(words, "utf8"));
}

function present<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new RangeError("An institution needs at least one data key.");
  return value;
}
