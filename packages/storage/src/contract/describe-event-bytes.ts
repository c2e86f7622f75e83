import { eventBytes } from "@warifu/rules";
import type { AuditEvent, Brand, Storage } from "@warifu/rules";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { prepareForWrites } from "./every-write.ts";
import { actOn, storeOf, withHanako } from "./open-fresh.ts";
import type { OpenFresh } from "./open-fresh.ts";
import {
  decided,
  hanako,
  sampleClient,
  sampleEvent,
  sampleInstitution,
  sampleStaff,
  sampleToken,
  startMs,
  step,
} from "./samples.ts";

type Doors = {
  [Name in keyof Storage]: Storage[Name] extends (...given: infer Given) => unknown
    ? Extract<Given[number], AuditEvent> extends never
      ? never
      : Name
    : never;
}[keyof Storage];

const brand: Brand = { accent: "#0b5c3b", accentDark: null, logo: null };
const [passkey] = sampleStaff().passkeys;

/** Every way in which an event comes into a store. A new one does not compile until it stands here. */
const doors: Readonly<
  Record<
    Doors | "act" | "addPasskey" | "changeClient" | "changeRadiusClient",
    (storage: Storage, event: AuditEvent) => Promise<unknown>
  >
> = {
  act: (storage, event) =>
    actOn(storage, hanako, () =>
      decided(null, {
        changes: { tokens: [sampleToken({ lastStep: step(5), suspendedAtMs: startMs })] },
        events: [event],
      }),
    ),
  raiseFence: (storage, event) => storage.raiseFence(startMs, event),
  record: (storage, event) => storage.record(event),
  putInstitution: (storage, event) => storage.putInstitution(sampleInstitution({ serviceId: "30000000" }), event),
  putBrand: (storage, event) => storage.putBrand("ozora", brand, event),
  addClient: (storage, event) => storage.addClient(sampleClient({ clientId: "new" }), event),
  changeClient: (storage, event) =>
    storage.changeClient("ozora-bank", (client) => ({ changed: { ...client, name: "new" }, event })),
  addApiKey: (storage, event) =>
    storage.addApiKey(
      {
        keyId: "new",
        clientId: "ozora-bank",
        institutionId: "ozora",
        keyHash: "hash-new",
        createdAtMs: startMs,
        lastUsedAtMs: null,
        revokedAtMs: null,
      },
      9,
      event,
    ),
  revokeApiKey: (storage, event) => storage.revokeApiKey("old", startMs, event),
  addRadiusClient: (storage, event) =>
    storage.addRadiusClient(
      { radiusClientId: "new", institutionId: "ozora", name: "", address: "192.0.2.9", sharedSecret: "s" },
      event,
    ),
  changeRadiusClient: (storage, event) =>
    storage.changeRadiusClient("vpn", (client) => ({ changed: { ...client, name: "new" }, event })),
  removeRadiusClient: (storage, event) => storage.removeRadiusClient("vpn", event),
  putStaff: (storage, event) => storage.putStaff(sampleStaff({ role: "admin" }), event),
  addPasskey: async (storage, event) =>
    passkey && storage.addPasskey("staff-1", { ...passkey, credentialId: "c2" }, () => event),
};

/** What a store would have to drop, change or spell in some way of its own. */
const withoutForm: readonly [string, AuditEvent][] = [
  ["undefined", sampleEvent({ detail: { reason: undefined } as unknown as AuditEvent["detail"] })],
  ["minus zero", sampleEvent({ detail: { step: -0 } })],
  ["a part of a number", sampleEvent({ detail: { step: 0.5 } })],
  ["more than 2^53", sampleEvent({ detail: { step: 2 ** 53 } })],
  ["half a character", sampleEvent({ detail: { reason: "\uD800" } })],
  ["half a character in an ID", sampleEvent({ tokenId: "\uDC00" })],
  ["an ID that is empty", sampleEvent({ tokenId: "" })],
  ["a date", sampleEvent({ detail: { at: new Date(0) } as unknown as AuditEvent["detail"] })],
];

export function describeEventBytes(openFresh: OpenFresh): void {
  const store = storeOf(openFresh);

  describe("the bytes of an event", () => {
    it("come out as they went in, recorded or decided, in the feed and in a customer's history", async () => {
      const storage = await withHanako(await store());
      let feed = 0;
      const check = fc.asyncProperty(anyEvent, async (event) => {
        await storage.record(event);
        const [institution, customer] = [event.institutionId ?? "", event.customerId ?? ""];
        const recorded = await storage.eventsAfter(institution, 0, 1000);
        expect(hex(recorded.at(-1))).toBe(hex(event));
        if (event.customerId !== null) {
          expect(hex((await storage.eventsOfCustomer(institution, customer, 1))[0])).toBe(hex(event));
        }
        // Decided by an act: about the customer, and in the chain of the customer's token.
        const events = [
          { ...event, ...hanako, tokenId: null },
          { ...event, ...hanako, tokenId: "token-1" },
        ];
        const changes = { tokens: [sampleToken({ suspendedAtMs: startMs + feed })] };
        await actOn(storage, hanako, () => decided(null, { changes, events }));
        const after = await storage.eventsAfter("ozora", feed, 9);
        expect(after.slice(-2).map(hex)).toEqual(events.map(hex));
        feed = after.at(-1)?.cursor ?? feed;
        const history = await storage.eventsOfCustomer(hanako.institutionId, hanako.customerId, 2);
        expect(history.map(hex).toSorted()).toEqual(events.map(hex).toSorted());
      });
      await fc.assert(check, { numRuns: 30 });
    });

    it.each(Object.keys(doors) as (keyof typeof doors)[])(
      "are there, or the event is refused and nothing is written: through %s",
      async (door) => {
        const storage = await store();
        await prepareForWrites(storage);
        const before = await shown(storage);
        for (const [what, event] of withoutForm) {
          await expect(doors[door](storage, event), what).rejects.toThrow(TypeError);
          await expect(doors[door](storage, event), what).rejects.toThrow("has no canonical form");
        }
        expect(await shown(storage)).toEqual(before);
        await doors[door](storage, sampleEvent());
        expect(await shown(storage)).not.toEqual(before);
      },
    );
  });
}

/** Everything that the doors change. */
async function shown(storage: Storage): Promise<unknown> {
  const { tokens } = await storage.look(hanako);
  const fenceMs = await actOn(storage, hanako, (_state, context) => decided(context.fenceMs));
  return {
    fenceMs,
    stops: tokens.map(({ suspendedAtMs }) => suspendedAtMs),
    institutions: await storage.institutions(),
    brand: await storage.brand("ozora"),
    clients: await storage.clientsOf("ozora"),
    apiKeys: await storage.apiKeysOf("ozora-bank"),
    radiusClients: await storage.radiusClients(),
    staff: await storage.staffOf("ozora"),
    events: [await storage.eventsAfter("ozora", 0, 99), await storage.eventsAfter("", 0, 99)],
  };
}

function hex(event: AuditEvent | undefined): string {
  return event === undefined ? "none" : Buffer.from(eventBytes(event)).toString("hex");
}

const text = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.constantFrom("", "a\0b", "\u001B0", "\u001B1", "が", "か\u3099", "'", '"\\', "{", "NULL", "\u{10FFFF}", "\u2028"),
);
const idOrNull = fc.option(text.filter((id) => id !== ""));
const word = fc.stringMatching(/^[a-z]{1,8}$/);
const anyEvent = fc.record({
  type: fc.constantFrom("code.accepted", "moon.risen"),
  atMs: fc.maxSafeNat(),
  actor: fc.record({ kind: word, id: idOrNull, channel: word }),
  institutionId: idOrNull,
  customerId: idOrNull,
  tokenId: idOrNull,
  detail: fc.dictionary(
    fc.stringMatching(/^[a-z][A-Za-z0-9]{0,8}$/),
    fc.oneof(text, fc.maxSafeInteger(), fc.boolean(), fc.constant(null)),
  ),
}) as fc.Arbitrary<AuditEvent>;
