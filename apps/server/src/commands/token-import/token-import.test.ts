import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { base32Encode, totp, presence } from "@warifu/otp";
import { nodeHmac } from "@warifu/otp/node";
import { defaultPolicy, OutcomeUnknown, revoke, StoreBusy, verify } from "@warifu/rules";
import type { AuditEvent, Storage } from "@warifu/rules";
import { memoryStorage } from "@warifu/storage";
import { afterEach, describe, expect, it } from "vitest";
import { operator } from "../operator.ts";
import { Refused } from "../../refused.ts";
import type { CommandHost, DataCommand, Values } from "../command.ts";
import { Progress } from "../progress.ts";
import { tokenImport } from "./token-import.ts";
import { mostTokensOfPiece } from "./token-import-piece.ts";
import type { PieceInput } from "./token-import-piece.ts";

const nowMs = Date.UTC(2026, 10, 22, 5, 53, 20);
const secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
const uri = `otpauth://totp/Ozora:x?secret=${secret}&digits=8&period=60&algorithm=SHA256`;
const key = Buffer.from("12345678901234567890");
const institutionId = "ozora";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

async function makeHost(): Promise<CommandHost> {
  const storage = memoryStorage({ nowMs: () => nowMs });
  const texts = { nameJa: "大空", nameEn: "Ozora", supportPhone: "0", supportHoursJa: "", supportHoursEn: "" };
  const event: AuditEvent = {
    type: "institution.saved",
    atMs: nowMs,
    actor: operator,
    institutionId,
    customerId: null,
    tokenId: null,
    detail: {},
  };
  await storage.putInstitution({ institutionId, serviceId: "10121234", texts, policy: defaultPolicy }, event);
  return { storage, nowMs: () => nowMs, consoleOrigin: () => "" };
}

interface Meanwhile {
  /** Called before each piece that takes over, counted from 1; what it throws the piece throws. */
  readonly before?: (piece: number) => unknown;
  readonly values?: Values;
}

function fileOf(content: string | Uint8Array): string {
  const folder = mkdtempSync(join(tmpdir(), "warifu-import-"));
  folders.push(folder);
  const path = join(folder, "tokens.csv");
  writeFileSync(path, content);
  return path;
}

async function importPath(host: CommandHost, path: string, { before, values }: Meanwhile = {}) {
  let pieces = 0;
  const told: string[] = [];
  const answer = await tokenImport.run(
    { file: path, "service-id": "10121234", ...values },
    {
      async perform(command: DataCommand, input: unknown) {
        if (!(input as PieceInput).isCheck) {
          pieces += 1;
          await before?.(pieces);
        }
        return await command.perform(host, input);
      },
      progress: new Progress({ isTerminal: true, write: (text) => told.push(text) }, () => 0),
      stopIfAsked() {},
    },
  );
  return { ...answer, pieces, told };
}

const importFile = (host: CommandHost, content: string | Uint8Array, meanwhile?: Meanwhile) =>
  importPath(host, fileOf(content), meanwhile);

const refusalOf = async (work: Promise<unknown>): Promise<string> => {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof Refused)) throw new Error("it was not refused", { cause: error });
  return error.message;
};

const eventsOf = async ({ storage }: CommandHost) => {
  const events = await storage.eventsAfter(institutionId, 0, 10_000);
  return events.map(({ type, customerId }) => `${type} ${customerId}`);
};
const linesOf = (customers: number, from = 0) =>
  Array.from({ length: customers }, (_, index) => `c${from + index},${uri}`).join("\n");

async function verifyAt({ storage }: CommandHost, customerId: string, otp: string) {
  const actor = { kind: "institution", id: null, channel: "api" } as const;
  const [settled] = await storage.act([{ institutionId, customerId }], (state, _index, { fenceMs }) =>
    verify(
      state,
      { codeFor: presence, otp, purpose: "login", reference: null },
      { nowMs, policy: defaultPolicy, actor, fenceMs },
    ),
  );
  return settled?.status === "fulfilled" ? settled.value : settled;
}

describe("token import", () => {
  it("takes the tokens over in use: their codes verify at once", async () => {
    const host = await makeHost();
    const file = `\uFEFFcustomerId,otpauth\r\n"old-1","${uri}"\r\nold-2,otpauth://totp/x?secret=${secret}\r\n`;
    expect((await importFile(host, file)).json).toMatchObject({ added: 2, alreadyThere: 0, refused: 0 });
    const otp = totp(nodeHmac, key, nowMs, { algorithm: "SHA-256", digits: 8, periodSeconds: 60 });
    expect(await verifyAt(host, "old-1", otp)).toMatchObject({ ok: true });
    const other = totp(nodeHmac, key, nowMs, { algorithm: "SHA-1", digits: 6, periodSeconds: 30 });
    expect(await verifyAt(host, "old-2", other)).toMatchObject({ ok: true });
    expect((await eventsOf(host)).slice(0, 5)).toEqual([
      "institution.saved null",
      "application.registered old-1",
      "token.imported old-1",
      "application.registered old-2",
      "token.imported old-2",
    ]);
  });

  it("reads what spreadsheets write, and says what it recognised", async () => {
    const host = await makeHost();
    const text = `customerId;otpauth;;\r\n"h1";"otpauth://totp/大空:花子?secret=${secret}";;\r\n;;;\r\n`;
    const wide = await importFile(host, Buffer.from(`\uFEFF${text}`, "utf16le"));
    expect(wide.text).toContain("tokens.csv: UTF-16 LE, divided by semicolons, 1 token.");
    expect(wide.json).toMatchObject({ added: 1, encoding: "UTF-16 LE", separator: ";" });
    const tabs = await importFile(host, `User-ID\totpauth URI\rh2\t${uri}\r`);
    expect(tabs.text).toContain("UTF-8, divided by tabs");
    const shiftJis = Buffer.concat([
      Buffer.from("h3,otpauth://totp/"),
      Buffer.from([0x89, 0xd4, 0x8e, 0x71]),
      Buffer.from(`?secret=${secret}\n`),
    ]);
    expect((await importFile(host, shiftJis)).text).toContain("Shift_JIS, divided by commas");
  });

  it("tells every bad line with its number before anything is taken over, and quotes no key", async () => {
    const host = await makeHost();
    await importFile(host, `there,${uri}`);
    const before = await eventsOf(host);
    const file = [
      "customerId,otpauth",
      `good,${uri}`,
      `bad id,${uri}`,
      "no-uri,https://example.jp",
      "one-column",
      `hotp,otpauth://hotp/x?secret=${secret}`,
      `good,${uri}`,
      `there,${uri.replace("SHA256", "SHA1")}`,
      `three,${uri},columns`,
      `long,otpauth://totp/x?secret=${secret}&period=9999`,
      `uuid,otpauth://totp/x?secret=${secret}&amp;uuid=1`,
      `"unclosed,${uri}`,
    ].join("\n");
    const message = await refusalOf(importFile(host, file));
    expect(message).toMatch(/^Nothing was taken over:\n {2}line 3: /);
    for (const line of [3, 4, 5, 6, 7, 8, 9, 10, 11, 12]) expect(message).toContain(`line ${line}:`);
    expect(message).not.toContain("line 2:");
    expect(message).toContain("line 7: the customer has a token in line 2 already");
    expect(message).toContain("line 8: the customer has another token in use");
    expect(message).toContain("the parameter uuid is not known");
    expect(message).toContain("from 10 to 120");
    expect(message).not.toContain(secret);
    expect(await eventsOf(host)).toEqual(before);
  });

  it("passes over a parameter that is said to change no code", async () => {
    const host = await makeHost();
    const file = `one,${uri}&uuid=1`;
    expect((await importFile(host, file, { values: { "ignore-parameter": ["UUID"] } })).json).toMatchObject({
      added: 1,
    });
  });

  it("tells fifty bad lines and counts the others", async () => {
    const message = await refusalOf(importFile(await makeHost(), "x\n".repeat(1070)));
    expect(message.split("\n")).toHaveLength(52);
    expect(message).toContain("… and 1,020 more");
  });

  it("only checks when that is asked", async () => {
    const host = await makeHost();
    await importFile(host, linesOf(2));
    const before = await eventsOf(host);
    const { text, json } = await importFile(host, linesOf(5), { values: { check: true } });
    expect(json).toEqual({ tokens: 5, toAdd: 3, alreadyThere: 2 });
    expect(text).toContain("Nothing was changed");
    expect(await eventsOf(host)).toEqual(before);
  });

  it("is carried out in pieces, none larger than one commit may be, and tells how far it is", async () => {
    const host = await makeHost();
    const sizes: number[] = [];
    const storage: Storage = {
      ...host.storage,
      act: (subjects, decide) => {
        sizes.push(subjects.length);
        return host.storage.act(subjects, decide);
      },
    };
    const { json, told } = await importFile({ ...host, storage }, linesOf(1500));
    expect(json).toMatchObject({ added: 1500 });
    expect(Math.max(...sizes)).toBeLessThanOrEqual(mostTokensOfPiece);
    // Once to check and once to take over.
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(3000);
    expect(told.join("")).toMatch(/checking[^]*taking over/);
  });

  it("goes on where it broke off: what is there is told and left alone, with one event each", async () => {
    const host = await makeHost();
    const path = fileOf(linesOf(400));
    const lost = new Error("the process was killed");
    const dies = (piece: number) => {
      if (piece > 2) throw lost;
    };
    await expect(importPath(host, path, { before: dies })).rejects.toBe(lost);
    const half = (await eventsOf(host)).filter((event) => event.startsWith("token.imported"));
    expect(half.length).toBeGreaterThan(0);
    expect(half.length).toBeLessThan(400);
    const { json } = await importPath(host, path);
    expect(json).toMatchObject({ added: 400 - half.length, alreadyThere: half.length, refused: 0 });
    const imported = (await eventsOf(host)).filter((event) => event.startsWith("token.imported"));
    expect(new Set(imported).size).toBe(400);
    expect(imported).toHaveLength(400);
    expect((await importPath(host, path)).json).toMatchObject({ added: 0, alreadyThere: 400 });
  });

  it("says how far it came when it is stopped, or when the service went away for good", async () => {
    const host = await makeHost();
    const goes = (piece: number) => {
      if (piece === 3) throw new Refused("The service stopped, and did not come back for a minute.");
    };
    const message = await refusalOf(importFile(host, linesOf(400), { before: goes }));
    const imported = (await eventsOf(host)).filter((event) => event.startsWith("token.imported")).length;
    expect(imported).toBeGreaterThan(0);
    expect(message).toContain(`${imported} added, 0 already there, 0 refused, ${400 - imported} not yet begun`);
    expect(message).toContain("Run the same command again: it goes on there.");
  });

  it("sends a piece again whose outcome is not known, or that the store had no time for, and counts it once", async () => {
    const host = await makeHost();
    let acts = 0;
    const storage: Storage = {
      ...host.storage,
      async act(subjects, decide) {
        acts += 1;
        if (acts % 3 === 0) throw new StoreBusy("busy");
        const settled = await host.storage.act(subjects, decide);
        if (acts % 3 === 1) throw new OutcomeUnknown("unknown");
        return settled;
      },
    };
    const { json } = await importFile({ ...host, storage }, linesOf(40));
    expect(json).toMatchObject({ added: 40, alreadyThere: 0 });
    expect((await eventsOf(host)).filter((event) => event.startsWith("token.imported"))).toHaveLength(40);
  });

  it("does not wait for a disk that is full", async () => {
    const host = await makeHost();
    const act = () => Promise.reject(new StoreBusy("full", { trouble: "full" }));
    const storage: Storage = { ...host.storage, act };
    await expect(importFile({ ...host, storage }, linesOf(3))).rejects.toThrow(StoreBusy);
  });

  it("tells whom something happened to between checking and taking over, and takes the others over", async () => {
    const host = await makeHost();
    const path = fileOf(linesOf(3));
    const other = {
      before: (piece: number) => piece === 1 && importFile(host, `c1,otpauth://totp/x?secret=${secret}`),
    };
    const message = await refusalOf(importPath(host, path, other));
    expect(message).toContain("2 added, 0 already there, 1 refused");
    expect(message).toContain("line 2: the customer has another token in use");
  });

  it("brings no token back that was revoked since", async () => {
    const host = await makeHost();
    await importFile(host, linesOf(2));
    await host.storage.act([{ institutionId, customerId: "c1" }], (state, _index, { fenceMs }) =>
      revoke(state, { tokenId: null, reason: "lost" }, { nowMs, policy: defaultPolicy, actor: operator, fenceMs }),
    );
    expect(await refusalOf(importFile(host, linesOf(2)))).toContain("line 2: the customer's token was ended here");
  });

  it("takes over nothing more of a file that is changed while it is read", async () => {
    const host = await makeHost();
    const path = fileOf(linesOf(2000));
    const message = await refusalOf(importPath(host, path, { before: () => appendFileSync(path, "\n") }));
    expect(message).toMatch(/was changed while it was read[^]*not yet begun/);
  });

  it("does not guess at a file of another shape", async () => {
    const host = await makeHost();
    expect(await refusalOf(importFile(host, `name,secret\ngood,${uri}`))).toContain(
      "line 1: the first line must be customerId,otpauth",
    );
    expect(await refusalOf(importFile(host, "customerId,otpauth\n"))).toContain("no token follows");
    expect(await refusalOf(importFile(host, ""))).toContain("no token follows");
    expect(await refusalOf(importFile(host, `a,${uri}`, { values: { file: undefined } }))).toContain(
      "--file is missing",
    );
    expect(await refusalOf(importFile(host, `a,${uri}`, { values: { "service-id": "99999999" } }))).toContain(
      "No institution",
    );
  });
});

describe("a piece of an import", () => {
  it("is refused when it is none: nothing but a piece is taken from the socket", async () => {
    const host = await makeHost();
    const { tokenImportPiece } = await import("./token-import-piece.ts");
    const token = {
      customerId: "a",
      tokenId: crypto.randomUUID(),
      key: Buffer.alloc(20).toString("base64"),
      algorithm: "SHA-1",
      digits: 6,
      periodSeconds: 30,
    };
    const piece = { serviceId: "10121234", isCheck: false, tokens: [token] };
    for (const wrong of [
      {},
      { ...piece, tokens: [] },
      { ...piece, tokens: Array.from({ length: mostTokensOfPiece + 1 }, () => token) },
      { ...piece, isCheck: "no" },
      ...[
        { customerId: "a b" },
        { key: "AA==" },
        { key: "A".repeat(176) },
        { digits: 9 },
        { periodSeconds: 3600 },
        { algorithm: "MD5" },
        { tokenId: "1" },
      ].map((changed) => ({ ...piece, tokens: [{ ...token, ...changed }] })),
    ]) {
      await expect(tokenImportPiece.perform(host, wrong)).rejects.toThrow(Refused);
    }
    expect(base32Encode(key).replaceAll("=", "")).toBe(secret);
  });
});
