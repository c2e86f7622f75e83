#!/usr/bin/env node
// `node apps/server/bin/warifu.mjs …` under any system Node 18+: the launcher finds the pinned runtime and starts the service's own main with it.
process.argv.splice(2, 0, "apps/server/src/main.ts");
await import("../../../scripts/run.mjs");
