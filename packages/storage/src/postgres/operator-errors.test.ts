import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DatabaseRefused } from "../database-url.ts";
import { isInUse } from "../is-in-use.ts";
import { freshPostgres } from "./fresh-database.ts";
import type { FreshPostgres } from "./fresh-database.ts";
import { migratePostgres } from "./migrate.ts";
import { openPostgresStorage } from "./open-storage.ts";
import { clusterMissing } from "./test-cluster.ts";

const missing = clusterMissing();
const nowMs = () => Date.now();

describe.skipIf(missing !== null)(
  `what an operator did wrong is told in a sentence with what to do${missing === null ? "" : ` (left out: ${missing})`}`,
  () => {
    let fresh: FreshPostgres;
    beforeAll(async () => {
      fresh = await freshPostgres({ fast: true, settings: { max_connections: "30" } });
    });
    afterAll(() => fresh.stop());

    const sql = async (text: string, url = fresh.cluster.adminUrl) => {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      try {
        return await client.query(text);
      } finally {
        await client.end();
      }
    };
    const changed = (url: string, change: (url: URL) => void) => {
      const to = new URL(url);
      change(to);
      return to.href;
    };
    const asAdmin = (url: string) => changed(fresh.cluster.adminUrl, (to) => (to.pathname = new URL(url).pathname));
    const nameOf = (url: string) => new URL(url).pathname.slice(1);

    /** Both of an operator's ways in: each refuses, with the same advice, and neither tells the password. */
    async function expectTold(url: string, ...words: readonly (string | RegExp)[]): Promise<void> {
      const ways = [() => migratePostgres(url), () => openPostgresStorage(url, fresh.vault, { nowMs })];
      for (const way of ways) {
        const told: unknown = await way().then(
          () => "nothing was refused",
          (error: unknown) => error,
        );
        expect(told).toBeInstanceOf(DatabaseRefused);
        for (const word of words) expect(String(told)).toMatch(word);
        expect(String(told)).not.toContain(new URL(url).password || "no password");
      }
    }

    it("a wrong password, a user or a database that is not there", async () => {
      const { url } = fresh.cluster;
      await expectTold(
        changed(url, (to) => (to.password = "wrong-one")),
        "Check user and password",
      );
      await expectTold(
        changed(url, (to) => (to.pathname = "/nowhere")),
        "CREATE DATABASE nowhere OWNER warifu ENCODING",
      );
      await expectTold(
        changed(url, (to) => (to.username = "nobody-here")),
        /password authentication failed|does not exist/,
      );
      await sql("CREATE ROLE sleeper NOLOGIN PASSWORD 'sleepy'");
      await expectTold(
        changed(url, (to) => {
          to.username = "sleeper";
          to.password = "sleepy";
        }),
        "ALTER ROLE sleeper LOGIN",
      );
    });

    it("a role that may not create in public, or not even connect: what to grant", async () => {
      await sql("CREATE ROLE guest LOGIN PASSWORD 'guest-word'");
      const url = await fresh.cluster.newDatabase();
      const asGuest = changed(url, (to) => {
        to.username = "guest";
        to.password = "guest-word";
      });
      await expect(migratePostgres(asGuest)).rejects.toThrow("GRANT USAGE, CREATE ON SCHEMA public TO guest");
      await sql(`REVOKE CONNECT ON DATABASE ${nameOf(url)} FROM PUBLIC`);
      await expectTold(asGuest, `GRANT CONNECT, TEMPORARY ON DATABASE ${nameOf(url)} TO guest`);
      await sql(`GRANT CONNECT ON DATABASE ${nameOf(url)} TO guest`);
      await sql("GRANT USAGE, CREATE ON SCHEMA public TO guest", asAdmin(url));
      await migratePostgres(asGuest);
      // The advice was enough; and the other way about: tables of one role, asked for by another.
      await expect(openPostgresStorage(url, fresh.vault, { nowMs })).rejects.toThrow("REASSIGN OWNED");
    });

    it("a schema public that is not there", async () => {
      const url = await fresh.cluster.newDatabase();
      await sql("DROP SCHEMA public", asAdmin(url));
      await expect(migratePostgres(url)).rejects.toThrow("SCHEMA public");
    });

    it("another program's tables, another encoding, a database that is closed or read-only", async () => {
      const others = await fresh.cluster.newDatabase();
      await sql("CREATE TABLE customer (id int)", others);
      await expect(migratePostgres(others)).rejects.toThrow("a database of its own");
      await sql("CREATE DATABASE latin OWNER warifu ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0");
      await expectTold(
        changed(others, (to) => (to.pathname = "/latin")),
        "as LATIN1",
        "ENCODING 'UTF8'",
      );
      const closed = await fresh.migrated();
      await sql(`ALTER DATABASE ${nameOf(closed)} ALLOW_CONNECTIONS false`);
      await expectTold(closed, "ALLOW_CONNECTIONS true");
      const readOnly = await fresh.cluster.newDatabase();
      await sql(`ALTER DATABASE ${nameOf(readOnly)} SET default_transaction_read_only = on`);
      await expect(migratePostgres(readOnly)).rejects.toThrow("primary's address");
    });

    it("no connection free, nobody there, no TLS, something that is no PostgreSQL", async () => {
      const { url } = fresh.cluster;
      await sql("ALTER ROLE warifu CONNECTION LIMIT 0");
      await expectTold(url, /too many connections/, "max_connections");
      await sql("ALTER ROLE warifu CONNECTION LIMIT -1");
      await expectTold(`${url}?sslmode=verify-full`, /TLS|SSL/, "sslmode=disable");
      const other = createServer((socket) => {
        socket.on("error", () => undefined);
        socket.resume().end("220 mail.example.jp ESMTP\r\n");
      });
      await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
      const { port } = other.address() as AddressInfo;
      await expectTold(
        changed(url, (to) => (to.port = String(port))),
        /cannot be opened/,
      );
      await new Promise<void>((resolve) => other.close(() => resolve()));
      await expectTold(
        changed(url, (to) => (to.port = String(port))),
        "is PostgreSQL running",
      );
    });

    it("an address that pg_hba.conf does not let in", async () => {
      const file = join(fresh.cluster.dataFolder, "pg_hba.conf");
      const before = readFileSync(file, "utf8");
      writeFileSync(file, "host all postgres 127.0.0.1/32 scram-sha-256\n");
      await sql("SELECT pg_reload_conf()");
      await expectTold(fresh.cluster.url, "pg_hba.conf");
      writeFileSync(file, before);
      appendFileSync(file, "\n");
      await sql("SELECT pg_reload_conf()");
    });

    it("says whether something is sealed in the database, so that nobody makes a second key ring for it", async () => {
      const url = await fresh.migrated();
      expect(await isInUse(await fresh.cluster.newDatabase())).toBe(false);
      expect(await isInUse(url)).toBe(false);
      await (await openPostgresStorage(url, fresh.vault, { nowMs })).close();
      expect(await isInUse(url)).toBe(true);
    });
  },
);
