import { connect, createServer } from "node:net";
import type { AddressInfo, Socket } from "node:net";
import { messageSplitter } from "./database-messages.ts";

/** What becomes of a message on its way to the database. */
export type Verdict =
  | "pass"
  /** Neither it nor anything after it arrives, and both ends see a broken connection. */
  | "cut"
  /** It arrives, and is carried out; the sender sees a broken connection and never learns. */
  | "passAndCut";

/** Between the nodes and PostgreSQL: plays the address that moves at a failover, and the network that breaks. */
export interface DatabaseProxy {
  /** The same database by way of this proxy. */
  through(url: string): string;
  /** From now on new connections go to the server of this address, and the old ones break. */
  moveTo(url: string): void;
  /** Asked about every message of every connection, in order; null: everything passes. */
  judge(verdict: ((message: Buffer) => Verdict) | null): void;
  close(): Promise<void>;
}

export async function startDatabaseProxy(url: string): Promise<DatabaseProxy> {
  let target = Number(new URL(url).port);
  let judge: ((message: Buffer) => Verdict) | null = null;
  const sockets = new Set<Socket>();
  const keep = (socket: Socket): void => {
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.once("close", () => sockets.delete(socket));
    socket.on("error", () => socket.destroy());
  };

  const server = createServer((client) => {
    const database = connect(target, "127.0.0.1");
    keep(client);
    keep(database);
    const split = messageSplitter();
    let isCut = false;
    client.on("data", (chunk: Buffer) => {
      for (const message of split(chunk)) {
        if (isCut) return;
        const verdict = judge === null ? "pass" : judge(message);
        isCut = verdict !== "pass";
        if (verdict !== "cut") database.write(message);
        if (isCut) client.destroy();
        // What arrived is carried out before the server sees that nobody listens any more.
        if (verdict === "cut") database.destroy();
        if (verdict === "passAndCut") database.end();
      }
    });
    database.on("data", (chunk: Buffer) => {
      if (!isCut) client.write(chunk);
    });
    client.once("close", () => isCut || database.destroy());
    database.once("close", () => client.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  const destroyAll = () => sockets.forEach((socket) => socket.destroy());
  return {
    through(of) {
      const proxied = new URL(of);
      proxied.port = String(port);
      return proxied.href;
    },
    moveTo(to) {
      target = Number(new URL(to).port);
      destroyAll();
    },
    judge(verdict) {
      judge = verdict;
    },
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      destroyAll();
      await closed;
    },
  };
}
