import { describe, expect, it } from "vitest";
import { DatabaseRefused } from "../database-url.ts";
import { readPostgresUrl } from "./postgres-options.ts";

describe("a PostgreSQL address", () => {
  it("says where, who and which database, percent-encoded where it must be", () => {
    expect(readPostgresUrl("postgres://wa%40rifu:p%2Fw%25@db.example:6432/wari%20fu?sslmode=disable")).toMatchObject({
      host: "db.example",
      port: 6432,
      user: "wa@rifu",
      password: "p/w%",
      database: "wari fu",
      tls: false,
    });
    expect(readPostgresUrl("postgresql://u@[::1]/d")).toMatchObject({ host: "::1", port: 5432, password: undefined });
    expect(readPostgresUrl("postgres://u@%2Fvar%2Frun%2Fpostgresql/d").host).toBe("/var/run/postgresql");
  });

  it("sets limits, each with a usual value", () => {
    expect(readPostgresUrl("postgres://u@localhost/d")).toMatchObject({
      pool: 10,
      batches: 3,
      queue: 2000,
      statementTimeoutMs: 5000,
      lockTimeoutMs: 2000,
      connectTimeoutMs: 5000,
    });
    const set = "pool=20&batches=5&queue=9&statement_timeout=700&lock_timeout=600&connect_timeout=500";
    expect(readPostgresUrl(`postgres://u@localhost/d?${set}`)).toMatchObject({
      pool: 20,
      batches: 5,
      queue: 9,
      statementTimeoutMs: 700,
      lockTimeoutMs: 600,
      connectTimeoutMs: 500,
    });
  });

  it("to another machine is verified unless it says openly that it is not encrypted", () => {
    const tlsOf = (rest: string) => readPostgresUrl(`postgres://u@${rest}`).tls;
    for (const here of ["localhost/d", "127.0.0.1/d", "[::1]/d", "%2Frun/d", "db/d?sslmode=disable"]) {
      expect(tlsOf(here)).toBe(false);
    }
    for (const verified of ["db/d", "db/d?sslmode=verify-full", "localhost/d?sslmode=verify-full"]) {
      expect(tlsOf(verified)).toMatchObject({ rejectUnauthorized: true });
    }
  });

  it.each([
    ["without a host", "postgres:///d", "names no host|cannot be read"],
    ["without a user", "postgres://db/d", "needs a user and a database"],
    ["without a database", "postgres://u@db", "needs a user and a database"],
    ["with a loose percent sign", "postgres://u:100%@db/d", "percent sign"],
    ["with a port that is none", "postgres://u:hunter2@db:port/d", "cannot be read"],
    ["with an unknown parameter", "postgres://u@db/d?ssl_mode=disable", "a parameter that is none of"],
    ["with a parameter twice", "postgres://u@db/d?pool=5&pool=6", "gives pool twice"],
    ["with sslmode=require", "postgres://u@db/d?sslmode=require", "only verify-full and disable"],
    ["with sslmode=verify-ca", "postgres://u@db/d?sslmode=verify-ca", "only verify-full and disable"],
    ["with a certificate and no TLS", "postgres://u@db/d?sslmode=disable&sslrootcert=/x", "no sslmode=verify-full"],
    ["with a missing certificate", "postgres://u@db/d?sslrootcert=/none", "in sslrootcert that cannot be read"],
    ["with TLS over a socket", "postgres://u@%2Frun/d?sslmode=verify-full", "over a Unix socket"],
    ["with too small a pool", "postgres://u@db/d?pool=1", "pool outside"],
    ["with a pool of batches only", "postgres://u@db/d?pool=3&batches=3", "a pool greater than batches"],
    ["with a time in words", "postgres://u@db/d?lock_timeout=2s", "lock_timeout outside 50–600000"],
    ["with a number of another grammar", "postgres://u@db/d?pool=1e1", "pool outside"],
  ])("%s is refused with the reason, and not repeated", (_what, url, reason) => {
    const read = () => readPostgresUrl(url);
    expect(read).toThrow(DatabaseRefused);
    expect(read).toThrow(new RegExp(reason));
    expect(read).not.toThrow(/hunter2|@db/);
  });
});
