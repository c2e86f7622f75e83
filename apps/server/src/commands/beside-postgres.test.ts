import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { clusterMissing, startCluster } from "@warifu/storage/test-cluster";
import type { Cluster } from "@warifu/storage/test-cluster";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCommandLine } from "../command-line/run-command-line.ts";

const missing = clusterMissing();

describe.skipIf(missing !== null)(
  `the commands beside PostgreSQL${missing === null ? "" : ` (left out: ${missing})`}`,
  () => {
    const folder = mkdtempSync(join(tmpdir(), "warifu-commands-"));
    let cluster: Cluster;
    beforeAll(async () => {
      cluster = await startCluster({ fast: true });
    });
    afterAll(async () => {
      await cluster.stop();
      rmSync(folder, { recursive: true, force: true });
    });

    async function run(database: string, keyRing: string, ...args: string[]) {
      const out: string[] = [];
      const errors: string[] = [];
      const code = await runCommandLine(args, {
        environment: { WARIFU_DATABASE: database, WARIFU_KEY_RING: join(folder, keyRing) },
        print: (text) => out.push(text),
        progress: { isTerminal: false, write: () => undefined },
        printError: (text) => errors.push(text),
      });
      return { code, out: out.join("\n"), errors: errors.join("\n") };
    }
    const names =
      "--name-ja 大空信用組合 --name-en Ozora --support-phone 0120-000-123 --support-hours-ja 平日 --support-hours-en weekdays";
    const add = (id: string) => ["institution", "add", "--service-id", id, ...names.split(" ")];

    it("init makes a key ring for a fresh database, again changes nothing, and never makes a second one for data that it could not read", async () => {
      const { url } = cluster;
      expect(await run(url, "ring.json", "init")).toMatchObject({
        code: 0,
        out: expect.stringContaining("Key ring made"),
      });
      expect(await run(url, "ring.json", ...add("10121234"))).toMatchObject({ code: 0 });
      expect(await run(url, "ring.json", "init")).toMatchObject({
        code: 0,
        out: expect.stringContaining("stays as it is"),
      });
      const second = await run(url, "second.json", "init");
      expect(second).toMatchObject({ code: 2, errors: expect.stringContaining("bring the old one back") });
      // Nothing was made: the next try is refused as well.
      expect(await run(url, "second.json", "init")).toMatchObject({ code: 2 });
    });

    it("a role without rights is told what to grant, whichever command meets it, without a stack trace", async () => {
      const { url } = cluster;
      await cluster.asAdmin("CREATE ROLE guest LOGIN PASSWORD 'guest-word'");
      const asGuest = new URL(url);
      asGuest.username = "guest";
      asGuest.password = "guest-word";
      const fresh = new URL(await cluster.newDatabase());
      fresh.username = "guest";
      fresh.password = "guest-word";
      expect(await run(fresh.href, "ring.json", "migrate")).toMatchObject({
        code: 2,
        errors: expect.stringMatching(/^warifu: .*GRANT USAGE, CREATE ON SCHEMA public TO guest/),
      });
      // May read all, and write nothing: met only in the middle of a command.
      await cluster.asAdmin("GRANT SELECT ON ALL TABLES IN SCHEMA public TO guest");
      const refused = await run(asGuest.href, "ring.json", ...add("20121234"));
      expect(refused).toMatchObject({ code: 2, errors: expect.stringContaining("REASSIGN OWNED") });
      expect(refused.errors).not.toMatch(/^\s+at /m);
    });
  },
);
