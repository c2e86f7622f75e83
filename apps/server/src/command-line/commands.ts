import type { Command } from "../commands/command.ts";
import { dataCommands } from "../commands/data-commands.ts";
import { init } from "../commands/init.ts";
import { migrateCommand } from "../commands/migrate.ts";
import { buildCommand } from "./build.ts";
import { serve } from "./serve.ts";
import { tokenImport } from "../commands/token-import/token-import.ts";

/** Every command, in the order of the help. */
export const commands: readonly Command[] = [serve, buildCommand, init, migrateCommand, ...dataCommands, tokenImport];
