import { createHash } from "node:crypto";
import type { AuditEvent } from "./events.ts";

/**
 * The names of the two forms and their number. A form never changes: what is to be said otherwise gets another number, and what was
 * written keeps its own. As the first element it keeps the bytes from being anything else that is ever hashed or signed.
 */
const eventHead = "warifu event 1";
const leafHead = "warifu leaf 1";
const commitmentHead = "warifu commitment 1";

const saltBytes = 32;
const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * The bytes of an event, the same on every machine and out of every store: the UTF-8 bytes of the JSON array
 * `["warifu event 1", event]` in canonical form (RFC 8785: members in the order of their names, no spaces). A place in a log is not in
 * them. No two events have the same bytes.
 * @throws TypeError for an event that `checkEvent` refuses
 */
export function eventBytes(event: AuditEvent): Uint8Array {
  return bytesOf(eventHead, event, (_place, text) => text);
}

/**
 * The bytes that a sealed log holds of an event: every text that may lead to a person (the customer, who acted, texts of the detail)
 * stands there as its commitment, so that the log outlives what was known of the person.
 * @param salt 32 random bytes, kept beside the event: without them nobody can tell what a commitment is of, however short the text
 * @throws TypeError as `eventBytes`, and for another salt
 */
export function leafBytes(event: AuditEvent, salt: Uint8Array): Uint8Array {
  if (!(salt instanceof Uint8Array) || salt.length !== saltBytes) throw new TypeError("A salt has 32 bytes.");
  const salted = Buffer.from(salt).toString("hex");
  return bytesOf(leafHead, event, (place, text) => commitment(salted, place, text));
}

/** SHA-256 of the canonical JSON array [head, salt in hexadecimal, place, text]; 64 hexadecimal digits. */
function commitment(salt: string, place: string, text: string): string {
  return createHash("sha256")
    .update(JSON.stringify([commitmentHead, salt, place, text]), "utf8")
    .digest("hex");
}

/** How a text stands that may lead to a person. `place`: where in the event, as `detail.reason`. */
type Shown = (place: string, text: string) => string;

function bytesOf(head: string, event: AuditEvent, shown: Shown): Uint8Array {
  checkEvent(event);
  const { type, atMs, actor, institutionId, customerId, tokenId, detail } = event;
  const shownOrNull = (place: string, text: string | null) => (text === null ? null : shown(place, text));
  const facts = Object.entries(detail)
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, fact]) => [name, typeof fact === "string" ? shown(`detail.${name}`, fact) : fact] as const);
  // Members are written in the order of their names. ECMAScript's own way to write texts and whole numbers is the canonical one.
  const members = {
    actor: { channel: actor.channel, id: shownOrNull("actor.id", actor.id), kind: actor.kind },
    atMs,
    customerId: shownOrNull("customerId", customerId),
    detail: Object.fromEntries(facts),
    institutionId,
    tokenId,
    type,
  };
  return encoder.encode(JSON.stringify([head, members]));
}

/** The event of bytes that `eventBytes` wrote; null for any others, also where they only look alike to a reader of JSON. */
export function readEvent(bytes: Uint8Array): AuditEvent | null {
  try {
    const [, members] = JSON.parse(decoder.decode(bytes)) as readonly [unknown, AuditEvent];
    const { type, atMs, actor, institutionId, customerId, tokenId, detail } = members;
    const { kind, id, channel } = actor;
    const read = { type, atMs, actor: { kind, id, channel }, institutionId, customerId, tokenId, detail };
    return Buffer.compare(eventBytes(read), bytes) === 0 ? read : null;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError || error instanceof RangeError) return null;
    throw error;
  }
}

/**
 * Refuses what has no bytes, before anything is stored that could not be sealed later: half a character (UTF-8 has none), a number that
 * is not whole, beyond 2^53 or minus zero (two machines may write it in two ways, or two numbers in one), undefined, which some stores
 * would drop and others keep. Texts are taken as they are: two spellings of one character are two texts.
 * @throws TypeError, which names the place and never what stands there
 */
export function checkEvent(event: AuditEvent): void {
  const { type, atMs, actor, institutionId, customerId, tokenId, detail } = event;
  if (!matches(typeForm, type)) throw wrong("type");
  if (!isWhole(atMs)) throw wrong("atMs");
  if (!matches(word, actor.kind)) throw wrong("actor.kind");
  if (!matches(word, actor.channel)) throw wrong("actor.channel");
  if (!isIdOrNull(actor.id)) throw wrong("actor.id");
  if (!isIdOrNull(institutionId)) throw wrong("institutionId");
  if (!isIdOrNull(customerId)) throw wrong("customerId");
  if (!isIdOrNull(tokenId)) throw wrong("tokenId");
  if (!isRecord(detail)) throw wrong("detail");
  for (const name of Object.keys(detail)) {
    if (!factName.test(name)) throw wrong("detail, a name in it,");
    if (!isFact(detail[name])) throw wrong(`detail.${name}`);
  }
}

/** `code.accepted`: one that a later program no longer knows stays readable. */
const typeForm = /^[a-z][A-Za-z]*\.[a-z][A-Za-z]*$/;
const word = /^[a-z]+$/;
/** Letters and digits alone: in whatever order a language sorts texts, these come in the same. */
const factName = /^[a-z][A-Za-z0-9]*$/;

function matches(form: RegExp, text: unknown): boolean {
  return typeof text === "string" && form.test(text);
}

function isWhole(fact: unknown): boolean {
  return Number.isSafeInteger(fact) && !Object.is(fact, -0);
}

/** Nobody and nothing is null; an empty ID would be a second way to say so. */
function isIdOrNull(id: unknown): boolean {
  return id === null || (typeof id === "string" && id !== "" && id.isWellFormed());
}

function isFact(fact: unknown): boolean {
  if (typeof fact === "string") return fact.isWellFormed();
  return fact === null || typeof fact === "boolean" || isWhole(fact);
}

function isRecord(detail: unknown): boolean {
  if (typeof detail !== "object" || detail === null) return false;
  const form: unknown = Object.getPrototypeOf(detail);
  return form === Object.prototype || form === null;
}

function wrong(place: string): TypeError {
  return new TypeError(`The event's ${place} has no canonical form.`);
}
