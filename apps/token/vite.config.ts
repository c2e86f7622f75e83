import { join } from "node:path";
import { defineConfig } from "vite";
import manifest from "./package.json" with { type: "json" };
import { precacheList } from "./precache-list.ts";

const page = join(import.meta.dirname, "index.html");
const worker = join(import.meta.dirname, "src", "service-worker", "worker.ts");

export default defineConfig({
  root: import.meta.dirname,
  // Preact needs no plugin: the compiler writes its calls.
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  plugins: [precacheList()],
  define: { WARIFU_APP_VERSION: JSON.stringify(manifest.version) },
  build: {
    outDir: "dist",
    emptyOutDir: true,
    // Phones stay in use for long: what a phone of 2022 understands.
    target: ["chrome105", "safari16", "firefox115"],
    // The CSP allows no data: URLs, so nothing may be folded into the code as one.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: { app: page, sw: worker },
      output: {
        // A service worker reigns over its own folder and below, so it lies at the root under a name that never changes.
        entryFileNames: ({ name }) => (name === "sw" ? "sw.js" : "assets/[name]-[hash].js"),
      },
    },
  },
});
