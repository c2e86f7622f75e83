import { describe, expect, it } from "vitest";
import { sampleClient, startMs } from "../contract/samples.ts";
import { makeInstitutionKeys } from "../sealing/institution-keys.ts";
import { RowDamaged } from "../sealing/row-damaged.ts";
import { textOf } from "../sealing/signed-rows.ts";
import { clientTable, radiusClientTable } from "../tables/directory-tables.ts";
import { asClient, clientRows, signClient } from "./client-row.ts";
import { asRadiusClient, radiusClientRows, signRadiusClient } from "./radius-client-row.ts";

const keys = makeInstitutionKeys("ozora", new Map([[1, Buffer.alloc(32, 7)]]));
const earlierSecret = { secret: "the secret before", endsAtMs: startMs };
const vpn = {
  radiusClientId: "vpn",
  institutionId: "ozora",
  name: "VPN",
  address: "192.0.2.1",
  sharedSecret: "shared-secret-of-the-vpn",
};

const tables = [
  {
    table: clientTable,
    bare: signClient(sampleClient(), keys),
    changed: signClient(sampleClient({ earlierSecret }), keys),
    open: (row: object) => asClient(clientRows.check(row, keys), keys),
    client: sampleClient(),
  },
  {
    table: radiusClientTable,
    bare: signRadiusClient(vpn, keys),
    changed: signRadiusClient({ ...vpn, earlierSecret }, keys),
    open: (row: object) => asRadiusClient(radiusClientRows.check(row, keys), keys),
    client: vpn,
  },
] as const;

describe.each(tables)("a row of $table.name", ({ table, bare, changed, open, client }) => {
  const named = (values: readonly unknown[]) => Object.fromEntries(table.names.map((name, at) => [name, values[at]]));
  const bareRow = named(bare);
  /** As the program before this column signed it, and as the migration leaves it. */
  const old: Record<string, unknown> = { ...bareRow, mac: keys.mac(textOf(table, bareRow, 1), 1) };
  const { sealed_earlier_secret, earlier_secret_ends_at_ms } = named(changed);

  it("of the format before has no earlier secret, and verifies", () => {
    expect(open(old)).toEqual(client);
    expect(Uint8Array.from(old["mac"] as Uint8Array)[0]).toBe(1);
  });

  it("of the format before is damaged by any earlier secret or end: it was not covered by them", () => {
    for (const more of [
      { sealed_earlier_secret, earlier_secret_ends_at_ms },
      { sealed_earlier_secret },
      { earlier_secret_ends_at_ms },
    ]) {
      expect(() => open({ ...old, ...more })).toThrow(RowDamaged);
    }
  });

  it("is signed anew in the next format, which covers both", () => {
    expect(open(named(changed))).toEqual({ ...client, earlierSecret });
    expect((named(changed)["mac"] as Uint8Array)[0]).toBe(2);
    expect(() => open({ ...named(changed), earlier_secret_ends_at_ms: startMs + 1 })).toThrow(RowDamaged);
    expect(() => open({ ...named(changed), mac: old["mac"] })).toThrow(RowDamaged);
  });

  it("keeps an earlier secret from being read as the newest, and the other way round", () => {
    const signed = (other: object) => {
      const row = { ...named(changed), ...other };
      return { ...row, mac: keys.mac(textOf(table, row, 2), 2) };
    };
    expect(() => open(signed({ sealed_secret: sealed_earlier_secret }))).toThrow("belongs elsewhere");
    expect(() => open(signed({ sealed_earlier_secret: bareRow["sealed_secret"] }))).toThrow("belongs elsewhere");
  });
});
