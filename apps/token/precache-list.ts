import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";

/** The text in the worker's source that the list takes the place of. */
const placeholder = "%WARIFU_PRECACHE%";

/**
 * Writes into sw.js what the app consists of, `version|path|path…`, so that the worker keeps the whole of it or nothing.
 * Font slices are left out: there are more than a hundred, and a phone needs a few, which the worker keeps as they are used.
 */
export function precacheList(): Plugin {
  let publicFolder = "";
  return {
    name: "warifu-precache-list",
    apply: "build",
    enforce: "post",
    configResolved(config) {
      publicFolder = config.publicDir;
    },
    generateBundle(_options, bundle) {
      const worker = bundle["sw.js"];
      if (worker?.type !== "chunk") throw new Error("The service worker must be built as sw.js");
      const files = new Map<string, string | Uint8Array>();
      for (const [path, file] of Object.entries(bundle)) {
        if (path === "sw.js" || path.endsWith(".woff2")) continue;
        files.set(path, file.type === "chunk" ? file.code : file.source);
      }
      for (const path of publicFiles(publicFolder)) files.set(path, readFileSync(join(publicFolder, path)));
      const paths = [...files.keys()].toSorted();
      const hash = createHash("sha256").update(worker.code);
      for (const path of paths) hash.update(path).update(files.get(path) ?? "");
      const version = hash.digest("hex").slice(0, 12);
      // The page is kept under the address it is opened by.
      const addresses = paths.map((path) => (path === "index.html" ? "/" : `/${path}`));
      if (!worker.code.includes(placeholder)) throw new Error("The service worker has no place for the list");
      worker.code = worker.code.replace(placeholder, [version, ...addresses].join("|"));
    },
  };
}

function publicFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll("\\", "/"),
    );
}
