import { connect, createServer } from "node:net";
import type { Server, Socket } from "node:net";
import { OutcomeUnknown } from "@warifu/rules";
import type { Storage } from "@warifu/rules";
import pg from "pg";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { actOn } from "../contract/open-fresh.ts";
import { decided, hanako, sampleCustomer, sampleEvent, startMs } from "../contract/samples.ts";
import { freshPostgres } from "./fresh-database.ts";
import type { FreshPostgres } from "./fresh-database.ts";
import { openPostgresStorage } from "./open-storage.ts";
import { clusterMissing } from "./test-cluster.ts";

const missing = clusterMissing();
const stopped = { nowMs: () => startMs, databaseClock: "node" } as const;

/** Where the wire is cut, once: at the client's message that holds `word`, passed on or not, or before the server's. */
interface Cut {
  readonly word: string;
  readonly at: "sent" | "notSent" | "notAnswered";
}

describe.skipIf(missing !== null)(
  `a connection that breaks${missing === null ? "" : ` (left out: ${missing})`}`,
  () => {
    let fresh: Promise<FreshPostgres> | undefined;
    const closers: (() => unknown)[] = [];
    afterEach(async () => {
      for (const close of closers.splice(0).toReversed()) await close();
    });
    afterAll(async () => (await fresh)?.stop());

    const open = async () => {
      fresh ??= freshPostgres();
      const { migrated, vault } = await fresh;
      const wire = await makeWire(await migrated());
      const storage = await openPostgresStorage(wire.url, vault, stopped);
      closers.push(wire.close, () => storage.close());
      await register(storage, 0);
      return { wire, storage };
    };

    it.each([
      ["after the commit was sent", "sent"],
      ["after everything was written, when only the commit is not told", "notAnswered"],
    ] as const)("%s leaves the result unknown, although it is stored; the once key tells", async (_when, at) => {
      const { wire, storage } = await open();
      wire.cut({ word: "COMMIT", at });
      const once = { key: "bank-1", fingerprint: "one", expiresAtMs: startMs + 1000 };
      const act = () =>
        actOn(storage, { ...hanako, once }, (_state, { earlier }) =>
          decided(earlier === null ? "first" : "again", earlier === null ? { events: [sampleEvent()] } : {}),
        );
      await expect(act()).rejects.toThrow(OutcomeUnknown);
      expect(await act()).toBe("again");
      expect(await storage.eventsAfter("ozora", 0, 9)).toHaveLength(2);
    });

    it("before the commit reached the database leaves it unknown too: nobody here can tell", async () => {
      const { wire, storage } = await open();
      wire.cut({ word: "COMMIT", at: "notSent" });
      await expect(register(storage, 1)).rejects.toThrow(OutcomeUnknown);
      expect((await storage.look(hanako)).customer?.issuancesAtMs).toEqual([0]);
    });

    it("before anything was to be committed is made good by another connection", async () => {
      const { wire, storage } = await open();
      wire.cut({ word: "BEGIN", at: "sent" });
      await register(storage, 1);
      expect((await storage.look(hanako)).customer?.issuancesAtMs).toEqual([1]);
      expect(await storage.eventsAfter("ozora", 0, 9)).toHaveLength(2);
    });

    it("while nobody uses it is replaced, and the process lives on", async () => {
      const { wire, storage } = await open();
      wire.cutAll();
      await register(storage, 1);
      expect(await storage.ready()).toBe("ready");
    });

    it("for good makes the store unready and busy, and it recovers by itself", async () => {
      const { wire, storage } = await open();
      await wire.close();
      wire.cutAll();
      await expect(register(storage, 1)).rejects.toMatchObject({ name: "StoreBusy" });
      expect(await storage.ready()).toBe("unreachable");
      await wire.listenAgain();
      await register(storage, 2);
      expect(await storage.ready()).toBe("ready");
    });
  },
);

describe.skipIf(missing !== null)("a commit that the synchronous standby did not confirm", () => {
  it("is unknown when somebody ends the wait for it, and the act is there all the same", async () => {
    const { cluster, vault, stop } = await freshPostgres({ standby: "synchronous" });
    const storage = await openPostgresStorage(cluster.url, vault, stopped);
    const admin = new pg.Client({ connectionString: cluster.adminUrl });
    await admin.connect();
    try {
      await register(storage, 0);
      await cluster.stopStandby();
      const act = register(storage, 1);
      const waits = "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'";
      const cancelled = (async () => {
        while (((await admin.query(waits)).rowCount ?? 0) === 0);
      })();
      await expect(act).rejects.toThrow(OutcomeUnknown);
      await cancelled;
      expect((await storage.look(hanako)).customer?.issuancesAtMs).toEqual([1]);
    } finally {
      await admin.end();
      await storage.close();
      await stop();
    }
  });
});

async function register(storage: Storage, n: number): Promise<void> {
  await actOn(storage, hanako, () =>
    decided(null, { changes: { customer: sampleCustomer({ issuancesAtMs: [n] }) }, events: [sampleEvent()] }),
  );
}

/** A wire to the database that can be cut at a given word. */
async function makeWire(url: string) {
  const target = new URL(url);
  const sockets = new Set<Socket>();
  let next: Cut | null = null;
  const cutAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  const server: Server = createServer((client) => {
    const database = connect(Number(target.port), target.hostname);
    for (const socket of [client, database]) {
      sockets.add(socket);
      socket.on("error", () => undefined);
      socket.on("close", () => {
        sockets.delete(socket);
        client.destroy();
      });
    }
    client.on("data", (bytes) => {
      if (next === null || next.at === "notAnswered" || !bytes.includes(next.word)) {
        database.write(bytes);
        return;
      }
      const { at } = next;
      next = null;
      client.destroy();
      // Passed on, and the answer goes nowhere.
      if (at === "sent") database.end(bytes);
      else database.destroy();
    });
    client.on("close", () => database.end());
    database.on("data", (bytes: Buffer) => {
      const word = next?.at === "notAnswered" ? bytes.indexOf(next.word) : -1;
      if (word === -1) {
        client.write(bytes);
        return;
      }
      next = null;
      // What the server said before comes through; a message begins with its kind and its length.
      client.end(bytes.subarray(0, word - 5));
    });
  });
  const listen = (port: number) => new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  await listen(0);
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const through = new URL(url);
  through.port = String(port);
  return {
    url: through.href,
    cut: (cut: Cut) => {
      next = cut;
    },
    cutAll,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        cutAll();
      }),
    listenAgain: () => listen(port),
  };
}
