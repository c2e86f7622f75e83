import { DatabaseRefused } from "../database-url.ts";

/** @throws DatabaseRefused unless the server can keep what we store */
export function checkServer(encoding: string, version: number): void {
  if (version < 150_000) {
    throw new DatabaseRefused(
      `The PostgreSQL server is of version ${Math.floor(version / 10_000)}: Warifu needs 15 or newer.`,
    );
  }
  if (encoding === "UTF8") return;
  throw new DatabaseRefused(
    `The PostgreSQL database stores text as ${encoding}: make one with CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0.`,
  );
}
