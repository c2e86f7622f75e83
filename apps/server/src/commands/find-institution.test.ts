import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { runInFolder } from "./testing/run-in-folder.ts";

// A real file: what is left out of the list is left out by the store.

let folder: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "warifu-sole-"));
  await run("init");
  await addInstitution("10121234");
});
afterEach(() => rmSync(folder, { recursive: true }));

const run = (...words: readonly string[]) => runInFolder(folder, ...words);

function addInstitution(serviceId: string) {
  const texts = "--name-ja 大空 --name-en Ozora --support-phone 0 --support-hours-ja 平日 --support-hours-en weekdays";
  return run("institution", "add", "--service-id", serviceId, ...texts.split(" "));
}

/** As somebody would who can write the file, but holds no key. */
function change(serviceId: string): void {
  const db = new DatabaseSync(join(folder, "w.db"));
  db.prepare("UPDATE institution SET policy = '{}' WHERE service_id = ?").run(serviceId);
  db.close();
}

const client = "--name Bank --client-id bank --redirect-uri http://localhost:4000/callback".split(" ");

describe("a command without --service-id", () => {
  it("means the only institution", async () => {
    expect(await run("client", "add", ...client)).toMatchObject({ code: 0 });
  });

  it("does not take one of two for the only one because the other's row was changed from outside", async () => {
    await addInstitution("20000004");
    change("10121234");
    const { code, told } = await run("client", "add", ...client);
    expect(code).not.toBe(0);
    expect(told).toContain("an institution's row was changed from outside");
    expect(await run("client", "add", "--service-id", "20000004", ...client)).toMatchObject({ code: 0 });
  });

  it("does not say that there is no institution when the only one's row was changed from outside", async () => {
    change("10121234");
    const { code, told } = await run("client", "add", ...client);
    expect(code).not.toBe(0);
    expect(told).toContain("an institution's row was changed from outside");
  });

  it("fence raise --after-restore reaches as far as any phone may run ahead, also with the row changed", async () => {
    change("10121234");
    const beforeMs = Date.now();
    const { told } = await run("fence", "raise", "--after-restore", "--json");
    const { fenceMs } = JSON.parse(told) as { fenceMs: number };
    expect(fenceMs).toBeGreaterThanOrEqual(beforeMs + 3_600_000);
  });
});
