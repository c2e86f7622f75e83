import { migrate, openKeyVault } from "@warifu/storage";
import { orRefused } from "../database/open-database.ts";
import { readStoreConfig } from "../configuration/read-config.ts";
import { Refused } from "../refused.ts";
import type { LocalCommand } from "./command.ts";
import { controlSocketPath, serviceAnswers } from "./control-socket.ts";

export const migrateCommand: LocalCommand = {
  kind: "local",
  name: "migrate",
  summary: "brings the database's tables to this version",
  help: `
  Environment: WARIFU_DATABASE and WARIFU_KEY_RING (rows may have to be sealed anew). Stop the service before, make a backup, then migrate, then start the new version.`,
  options: {},
  async run(_values, environment) {
    const { database, keyRingFile } = readStoreConfig(environment);
    const path = controlSocketPath(database);
    if (path !== null && (await serviceAnswers(path))) {
      throw new Refused("A service is running with this database: stop it first.");
    }
    const openVault = () => openKeyVault(keyRingFile);
    const { from, to, wasOpenToOthers } = await orRefused(() => migrate(database, openVault), database);
    const text = from === to ? "The database is up to date." : `The database went from version ${from} to ${to}.`;
    const mended = "Others could read the database file until now: it was taken away from them (mode 600).";
    return { text: wasOpenToOthers === true ? `${text}\n${mended}` : text, json: { from, to } };
  },
};
