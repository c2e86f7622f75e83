import { spawnSync } from "node:child_process";
import { chmodSync, chownSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DatabaseRefused } from "../database-url.ts";
import { freshPostgres } from "./fresh-database.ts";
import type { FreshPostgres } from "./fresh-database.ts";
import { openPostgresStorage } from "./open-storage.ts";
import { whoRunsIt } from "./postgres-process.ts";
import { clusterMissing } from "./test-cluster.ts";

const openssl = "openssl";
const missing = clusterMissing() ?? (spawnSync(openssl, ["version"]).status === 0 ? null : "no openssl");

describe.skipIf(missing !== null)(`TLS to PostgreSQL${missing === null ? "" : ` (left out: ${missing})`}`, () => {
  const folder = mkdtempSync(join(tmpdir(), "warifu-tls-"));
  let fresh: FreshPostgres;

  /** A certificate that signs itself, for the given name. */
  const certificate = (name: string, subjectAltName: string) => {
    const [key, cert] = [join(folder, `${name}.key`), join(folder, `${name}.crt`)];
    const names = ["-subj", `/CN=${name}`, "-addext", `subjectAltName=${subjectAltName}`];
    const made = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"];
    const { status } = spawnSync(openssl, [...made, ...names, "-keyout", key, "-out", cert]);
    if (status !== 0) throw new Error("openssl made no certificate");
    return { key, cert };
  };
  beforeAll(async () => {
    const { key, cert } = certificate("server", "IP:127.0.0.1");
    const runAs = whoRunsIt();
    chmodSync(folder, 0o755);
    chmodSync(key, 0o600);
    if (runAs !== null && runAs !== undefined) chownSync(key, runAs.uid, runAs.gid);
    fresh = await freshPostgres({
      fast: true,
      settings: { ssl: "on", ssl_cert_file: `'${cert}'`, ssl_key_file: `'${key}'` },
    });
  });
  afterAll(async () => {
    await fresh.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const open = (parameters: string, host = "127.0.0.1") => {
    const url = new URL(`${fresh.cluster.url}?${parameters}`);
    url.hostname = host;
    return openPostgresStorage(url.href, fresh.vault, { nowMs: () => Date.now() });
  };

  it("is used and verified with the certificate that the address names", async () => {
    const storage = await open(`sslmode=verify-full&sslrootcert=${encodeURIComponent(join(folder, "server.crt"))}`);
    expect(await storage.ready()).toBe("ready");
    await storage.close();
  });

  it("is refused when nobody we know has signed the server's certificate", async () => {
    await expect(open("sslmode=verify-full")).rejects.toThrow(/cannot be opened: .*certificate/);
    const { cert } = certificate("other", "IP:127.0.0.1");
    const other = open(`sslmode=verify-full&sslrootcert=${encodeURIComponent(cert)}`);
    await expect(other).rejects.toThrow(DatabaseRefused);
  });

  it("is refused when the certificate is another host's", async () => {
    const root = encodeURIComponent(join(folder, "server.crt"));
    await expect(open(`sslmode=verify-full&sslrootcert=${root}`, "localhost")).rejects.toThrow(/does not match/);
  });

  it("is refused when the server has none, instead of going on in the clear", async () => {
    const plain = await freshPostgres();
    const url = `${plain.cluster.url}?sslmode=verify-full`;
    const opening = openPostgresStorage(url, plain.vault, { nowMs: () => Date.now() });
    await expect(opening).rejects.toThrow(/does not support SSL/);
    await plain.stop();
  });
});
