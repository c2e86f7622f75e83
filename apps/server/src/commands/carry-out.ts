import { openDatabase } from "../adapters/open-database.ts";
import { readConsoleOrigin, readStoreConfig } from "../read-config.ts";
import type { Environment } from "../read-config.ts";
import { askService, controlSocketPath } from "./control-socket.ts";
import type { Answer, DataCommand, Values } from "./command.ts";

/**
 * Carries a data command out: in the service that owns the database, where one runs; otherwise here.
 * @throws Refused
 */
export async function carryOut(command: DataCommand, values: Values, environment: Environment): Promise<Answer> {
  const config = readStoreConfig(environment);
  const input = await command.read(values);
  const path = controlSocketPath(config.database);
  const answered = path === null ? null : await askService(path, command.name, input);
  if (answered) return answered;

  const nowMs = () => Date.now();
  const storage = await openDatabase(config, nowMs);
  try {
    return await command.perform({ storage, nowMs, consoleOrigin: () => readConsoleOrigin(environment) }, input);
  } finally {
    await storage.close();
  }
}
