import { join } from "node:path";
import { runDemo } from "./run-demo.ts";

// `npm start`: the whole service, the sample bank and a mailbox, on this machine only.
process.exitCode = await runDemo({
  portBase: process.env["WARIFU_PORT_BASE"],
  folder: process.env["WARIFU_DEMO_FOLDER"] ?? join(import.meta.dirname, "../../../.demo"),
  fresh: process.argv.includes("--fresh"),
});
