import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { createKeyRing, migrate } from "@warifu/storage";
import { orRefused } from "../adapters/open-database.ts";
import { readStoreConfig } from "../read-config.ts";
import { Refused } from "../refused.ts";
import type { LocalCommand } from "./command.ts";

export const init: LocalCommand = {
  kind: "local",
  name: "init",
  summary: "makes the key ring and the database; what is there already stays",
  help: `
  Environment: WARIFU_DATABASE (sqlite:PATH) and WARIFU_KEY_RING (file). Keep a copy of the key ring somewhere else:
  without it nothing in the database can be read.`,
  options: {},
  async run(_values, environment) {
    const { database, keyRingFile } = readStoreConfig(environment);
    if (database === "memory:") throw new Refused("memory: has nothing to make; give WARIFU_DATABASE=sqlite:PATH.");
    const file = database.startsWith("sqlite:") ? database.slice("sqlite:".length) : null;
    const keyRingMade = !existsSync(keyRingFile);
    const databaseMade = file !== null && !existsSync(file);
    if (keyRingMade && file !== null && !databaseMade) {
      throw new Refused(
        `The database ${file} is there but its key ring ${keyRingFile} is not. A new key ring could not read it: ` +
          "bring the old one back, or name another database.",
      );
    }
    if (keyRingMade) {
      await mkdir(dirname(keyRingFile), { recursive: true });
      await orRefused(() => createKeyRing(keyRingFile));
    }
    if (file !== null) await mkdir(dirname(file), { recursive: true });
    await orRefused(() => migrate(database));
    const text = [
      keyRingMade
        ? `Key ring made: ${keyRingFile}. Keep a copy elsewhere.`
        : `The key ring ${keyRingFile} stays as it is.`,
      databaseMade ? `Database made: ${file ?? ""}.` : "The database is up to date.",
    ].join("\n");
    return { text, json: { keyRingMade, databaseMade } };
  },
};
