import fastifyStatic from "@fastify/static";
import { assetFolders } from "@warifu/pages";
import type { FastifyInstance } from "fastify";
import { browserModulesFolder } from "../browser-modules/folders.ts";

/** Where the built browser module of a face is found: `faces/gate/browser/issue.ts` → `/assets/browser/gate-issue.js`. */
export function browserModulePath(face: "gate" | "console", name: string): string {
  return `/assets/browser/${face}-${name}.js`;
}

/**
 * Mounts what pages need: style sheets and fonts of @warifu/pages under /assets/, the server's built browser modules
 * under /assets/browser/. Nothing here is private, nothing is looked up outside these folders.
 */
export async function serveAssets(app: FastifyInstance): Promise<void> {
  await app.register(async (scope) => {
    await scope.register(fastifyStatic, {
      root: browserModulesFolder,
      prefix: "/assets/browser/",
      index: false,
      cacheControl: false,
      setHeaders: (reply, path) => {
        // Vite writes a hash into the names of chunks; entries keep their names, so they are asked for anew each time.
        const hashed = /-[\w-]{8}\.js$/.test(path) && path.includes("/chunks/");
        reply.header("cache-control", hashed ? "public, max-age=31536000, immutable" : "no-cache");
      },
    });
  });
  await app.register(async (scope) => {
    await scope.register(fastifyStatic, { root: [...assetFolders], prefix: "/assets/", index: false, maxAge: "1h" });
  });
}
