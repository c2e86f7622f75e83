import type { Command } from "./command.ts";
import { dataCommands } from "./data-commands.ts";
import { init } from "./init.ts";
import { migrateCommand } from "./migrate.ts";
import { serve } from "./serve.ts";
import { tokenImport } from "./token-import/token-import.ts";

/** Every command, in the order of the help. */
export const commands: readonly Command[] = [serve, init, migrateCommand, ...dataCommands, tokenImport];
