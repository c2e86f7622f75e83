import { globSync } from "node:fs";
import { basename, join } from "node:path";
import { defineConfig } from "vite";

/** Every file of faces/{gate,console}/browser is an entry of its own: `faces/gate/browser/issue.ts` → `gate-issue.js`. */
const entries = Object.fromEntries(
  globSync("src/faces/{gate,console}/browser/*.ts", { cwd: import.meta.dirname })
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => !/\.(test|d)\.ts$/.test(path))
    .map((path) => [`${path.split("/")[2]}-${basename(path, ".ts")}`, join(import.meta.dirname, path)]),
);

export default defineConfig({
  root: import.meta.dirname,
  // Entries are modules of pages below /assets/browser/; chunks find each other relative to themselves.
  base: "./",
  publicDir: false,
  build: {
    outDir: "dist/browser",
    emptyOutDir: true,
    target: "es2023",
    // OPAQUE's WebAssembly lies inside its chunk, loaded only when the customer presses トークン発行.
    chunkSizeWarningLimit: 600,
    modulePreload: false,
    rollupOptions: {
      input: entries,
      output: {
        entryFileNames: "[name].js",
        chunkFileNames: "chunks/[name]-[hash].js",
        assetFileNames: "chunks/[name]-[hash][extname]",
      },
    },
  },
});
