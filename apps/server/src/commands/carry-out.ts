import { setTimeout as pause } from "node:timers/promises";
import type { Storage } from "@warifu/rules";
import { readConsoleOrigin, readStoreConfig } from "../read-config.ts";
import type { Environment } from "../read-config.ts";
import { askService, controlSocketPath } from "./control-socket.ts";
import type { Answer, DataCommand, Values } from "./command.ts";

/** A service that is just starting, or another command, has the file: for a moment nobody answers and nobody else may open it. */
const attempts = 50;
const betweenAttemptsMs = 200;

/**
 * Carries a data command out: in the service that owns the database, where one runs; otherwise here.
 * @throws Refused
 */
export async function carryOut(command: DataCommand, values: Values, environment: Environment): Promise<Answer> {
  const config = readStoreConfig(environment);
  const input = await command.read(values);
  const path = controlSocketPath(config.database);
  const nowMs = () => Date.now();
  for (let attempt = 1; ; attempt++) {
    const answered = path === null ? null : await askService(path, command.name, input);
    if (answered) return answered;
    // Only now: where a service answers, the command need not wait for the database code.
    const { openDatabase, DatabaseBusy, orRefused } = await import("../adapters/open-database.ts");
    let storage: Storage;
    try {
      storage = await openDatabase(config, { nowMs });
    } catch (error) {
      if (!(error instanceof DatabaseBusy) || attempt === attempts) throw error;
      await pause(betweenAttemptsMs);
      continue;
    }
    try {
      const host = { storage, nowMs, consoleOrigin: () => readConsoleOrigin(environment) };
      return await orRefused(() => command.perform(host, input));
    } finally {
      await storage.close();
    }
  }
}
