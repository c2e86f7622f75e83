import { readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkEvent, eventBytes, leafBytes, readEvent } from "./event-bytes.ts";
import type { AuditEvent } from "./events.ts";

interface Vectors {
  readonly salt: string;
  readonly events: readonly {
    readonly says: string;
    readonly event: AuditEvent;
    readonly hex: string;
    readonly leafHex: string;
  }[];
  readonly refused: readonly { readonly says: string; readonly event: AuditEvent }[];
  readonly notCanonical: readonly { readonly says: string; readonly hex: string }[];
}

const vectors = JSON.parse(readFileSync(new URL("event-bytes.vectors.json", import.meta.url), "utf8")) as Vectors;
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
const unhex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, "hex"));
const salt = unhex(vectors.salt);
const first = vectors.events[0]?.event as AuditEvent;
const withDetail = (detail: unknown): AuditEvent => ({ ...first, detail: detail as AuditEvent["detail"] });

describe("the bytes of an event", () => {
  it.each(vectors.events)("are those that another program computes: $says", ({ event, hex: bytes, leafHex }) => {
    expect(hex(eventBytes(event))).toBe(bytes);
    expect(readEvent(unhex(bytes))).toEqual(event);
    expect(hex(leafBytes(event, salt))).toBe(leafHex);
  });

  it.each(vectors.refused)("do not exist for $says", ({ event }) => {
    expect(() => checkEvent(event)).toThrow(TypeError);
    expect(() => eventBytes(event)).toThrow(TypeError);
    expect(() => leafBytes(event, salt)).toThrow(TypeError);
  });

  it("do not exist for what JSON drops or makes something else of", () => {
    const facts = [undefined, NaN, Infinity, 1n, new Date(0), Symbol("s"), new String("s"), () => 1, new Map(), [], {}];
    for (const fact of facts) expect(() => checkEvent(withDetail({ fact }))).toThrow("The event's detail.fact");
    class Facts {
      readonly reason = "lost";
    }
    for (const detail of [new Facts(), new Map([["reason", "lost"]]), "reason", 1, undefined]) {
      expect(() => checkEvent(withDetail(detail))).toThrow("The event's detail has");
    }
  });

  it("are refused with the place, never with what stands there", () => {
    expect(() => checkEvent(withDetail({ reason: "12345678\uD800" }))).toThrow(
      /^The event's detail\.reason has no canonical form\.$/,
    );
    expect(() => checkEvent(withDetail({ "12345678": "x" }))).toThrow(/^The event's detail, a name in it, has/);
  });

  it.each(vectors.notCanonical)("are read in one spelling alone: not with $says", ({ hex: bytes }) => {
    expect(readEvent(unhex(bytes))).toBeNull();
  });

  it("tell every event, and give it back", () => {
    fc.assert(
      fc.property(anyEvent, (event) => {
        expect(readEvent(eventBytes(event))).toEqual(event);
      }),
    );
  });

  it("are the same for equal events, whatever the order in which they were put together, and never for two that differ", () => {
    fc.assert(
      fc.property(nearEvent, nearEvent, (one, other) => {
        const isSame = isDeepStrictEqual(one, other);
        expect(hex(eventBytes(one)) === hex(eventBytes(other))).toBe(isSame);
        expect(hex(leafBytes(one, salt)) === hex(leafBytes(other, salt))).toBe(isSame);
        expect(hex(eventBytes(backwards(one)))).toBe(hex(eventBytes(one)));
        expect(hex(leafBytes(backwards(one), salt))).toBe(hex(leafBytes(one, salt)));
      }),
      { numRuns: 1000 },
    );
  });

  it("are those of an event or nothing, whatever bytes come", () => {
    const changed = fc
      .tuple(fc.constantFrom(...vectors.events), fc.array(fc.tuple(fc.nat(999), fc.nat(255)), { maxLength: 4 }))
      .map(([vector, changes]) => {
        const bytes = unhex(vector.hex);
        for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
        return bytes;
      });
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 300 }), changed), (bytes) => {
        const event = readEvent(bytes);
        if (event !== null) expect(hex(eventBytes(event))).toBe(hex(bytes));
      }),
      { numRuns: 2000 },
    );
    expect(readEvent(new TextEncoder().encode("[".repeat(500_000)))).toBeNull();
  });
});

describe("the bytes of a leaf", () => {
  it("hold no text that may lead to a person", () => {
    const event = { ...first, customerId: "hanako", actor: { ...first.actor, id: "staff-7" } };
    const text = new TextDecoder().decode(leafBytes({ ...event, detail: { reason: "lost", note: "2-1 Ozora" } }, salt));
    for (const personal of ["hanako", "staff-7", "lost", "2-1 Ozora"]) expect(text).not.toContain(personal);
    for (const clear of [event.type, event.tokenId, event.institutionId]) expect(text).toContain(clear);
  });

  it("commit to a text by its place and salt: the same text elsewhere, or of another event, looks like any other", () => {
    const detail = { reason: "hanako", note: "hanako" };
    const event = { ...first, actor: { ...first.actor, id: "hanako" }, customerId: "hanako", detail };
    const other = Uint8Array.from(salt).fill(0, 31);
    const commitments = [salt, other].flatMap((each) =>
      [...new TextDecoder().decode(leafBytes(event, each)).matchAll(/[0-9a-f]{64}/g)].map(([text]) => text),
    );
    expect(new Set(commitments).size).toBe(8);
  });

  it("need a salt of 32 bytes: a shorter one lets commitments be guessed", () => {
    for (const short of [new Uint8Array(31), new Uint8Array(33), new Uint8Array(), "0".repeat(32)]) {
      expect(() => leafBytes(first, short as Uint8Array)).toThrow("A salt has 32 bytes.");
    }
  });
});

const text = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({ unit: "grapheme" }),
  fc.constantFrom("", "\0", "が", "か\u3099", "\u2028", '"', "\\u0041"),
);
const id = fc.option(text.filter((one) => one !== ""));
const word = fc.stringMatching(/^[a-z]{1,8}$/);
const fact = fc.oneof(text, fc.maxSafeInteger(), fc.boolean(), fc.constant(null));
const anyEvent = eventOf({
  type: fc.stringMatching(/^[a-z][A-Za-z]{0,8}\.[a-z][A-Za-z]{0,8}$/),
  atMs: fc.maxSafeInteger(),
  word,
  id,
  detail: fc.dictionary(fc.stringMatching(/^[a-z][A-Za-z0-9]{0,8}$/), fact, { noNullPrototype: true }),
});

/** Few values, so that two of them are often the same or nearly. */
const few = fc.constantFrom("が", "か\u3099", "1");
const nearEvent = eventOf({
  type: fc.constantFrom("code.accepted", "code.refused"),
  atMs: fc.constantFrom(0, 1),
  word: fc.constantFrom("gate"),
  id: fc.option(fc.constantFrom("1", "2")),
  detail: fc.dictionary(fc.constantFrom("a", "b"), fc.oneof(few, fc.constantFrom(1, 0, true, null, "")), {
    noNullPrototype: true,
  }),
});

function eventOf(of: {
  type: fc.Arbitrary<string>;
  atMs: fc.Arbitrary<number>;
  word: fc.Arbitrary<string>;
  id: fc.Arbitrary<string | null>;
  detail: fc.Arbitrary<AuditEvent["detail"]>;
}): fc.Arbitrary<AuditEvent> {
  return fc.record(
    {
      type: of.type,
      atMs: of.atMs,
      actor: fc.record({ kind: of.word, id: of.id, channel: of.word }, { noNullPrototype: true }),
      institutionId: of.id,
      customerId: of.id,
      tokenId: of.id,
      detail: of.detail,
    },
    { noNullPrototype: true },
  ) as fc.Arbitrary<AuditEvent>;
}

/** The same event with every member put in from the last to the first. */
function backwards(event: AuditEvent): AuditEvent {
  const turned = (members: object) => Object.fromEntries(Object.entries(members).toReversed());
  return turned({ ...event, actor: turned(event.actor), detail: turned(event.detail) }) as unknown as AuditEvent;
}
