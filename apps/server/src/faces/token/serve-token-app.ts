import fastifyStatic from "@fastify/static";
import type { FastifyInstance } from "fastify";
import { tokenAppFolder } from "../../browser-modules/folders.ts";

/**
 * Serves the built app. Files with a hash in their name never change; everything else — the page, the service worker, the
 * manifest — is asked for anew each time, so that an update reaches the phone at its next cold start.
 */
export async function serveTokenApp(app: FastifyInstance, folder = tokenAppFolder): Promise<void> {
  await app.register(fastifyStatic, {
    root: folder,
    prefix: "/",
    index: ["index.html"],
    redirect: false,
    dotfiles: "ignore",
    cacheControl: false,
    setHeaders: (reply, path) => {
      const hashed = /[\\/]assets[\\/][^\\/]+-[\w-]{8}\.\w+$/.test(path);
      reply.header("cache-control", hashed ? "public, max-age=31536000, immutable" : "no-cache");
    },
  });
}
