import { join } from "node:path";

/** `apps/server`: from here every folder of built browser modules is found. */
export const serverFolder = join(import.meta.dirname, "..", "..");

/** What Vite makes of faces/{gate,console}/browser. */
export const browserModulesFolder = join(serverFolder, "dist", "browser");

/** What Vite makes of apps/token. */
export const tokenAppFolder = join(serverFolder, "..", "token", "dist");
