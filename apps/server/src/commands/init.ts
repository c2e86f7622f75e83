import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { createKeyRing, isInUse, migrate, openKeyVault } from "@warifu/storage";
import { orRefused } from "../database/open-database.ts";
import { readStoreConfig } from "../configuration/read-config.ts";
import { Refused } from "../refused.ts";
import type { LocalCommand } from "./command.ts";

export const init: LocalCommand = {
  kind: "local",
  name: "init",
  summary: "makes the key ring and the database; what is there already stays",
  help: `
  Environment: WARIFU_DATABASE (sqlite:PATH or postgres://…) and WARIFU_KEY_RING (file). Keep a copy of the key ring somewhere else:
  without it nothing in the database can be read.`,
  options: {},
  async run(_values, environment) {
    const { database, keyRingFile } = readStoreConfig(environment);
    if (database === "memory:") throw new Refused("memory: has nothing to make; give WARIFU_DATABASE=sqlite:PATH.");
    const file = database.startsWith("sqlite:") ? database.slice("sqlite:".length) : null;
    const keyRingMade = !existsSync(keyRingFile);
    const databaseMade = file !== null && !existsSync(file);
    if (keyRingMade && (await orRefused(() => isInUse(database), database))) {
      throw new Refused(
        `The ${file === null ? "PostgreSQL database" : `database ${file}`} is in use, but its key ring ${keyRingFile} is not there. ` +
          "A new key ring could not read it: bring the old one back (a copy, or another node's), or name another database.",
      );
    }
    if (keyRingMade) {
      await mkdir(dirname(keyRingFile), { recursive: true });
      await orRefused(() => createKeyRing(keyRingFile), database);
    }
    if (file !== null) await mkdir(dirname(file), { recursive: true });
    const { from, to } = await orRefused(() => migrate(database, () => openKeyVault(keyRingFile)), database);
    const text = [
      keyRingMade
        ? `Key ring made: ${keyRingFile}. Keep a copy elsewhere.`
        : `The key ring ${keyRingFile} stays as it is.`,
      databaseMade
        ? `Database made: ${file}.`
        : from === to
          ? "The database is up to date."
          : `The database went from version ${from} to ${to}.`,
    ].join("\n");
    return { text, json: { keyRingMade, databaseMade } };
  },
};
