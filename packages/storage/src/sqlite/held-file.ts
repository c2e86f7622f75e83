import { spawn } from "node:child_process";
import { once } from "node:events";

/** For tests: another program that holds a database file's write lock until it is told to let go. */
export async function holdFile(path: string): Promise<{ letGo(): Promise<void> }> {
  const program = `
    const { DatabaseSync } = require("node:sqlite");
    const db = new DatabaseSync(process.argv[1]);
    db.exec("PRAGMA busy_timeout = 5000; BEGIN IMMEDIATE");
    console.log("held");
    process.stdin.once("data", () => { db.exec("ROLLBACK"); db.close(); process.exit(0); });`;
  const holder = spawn(process.execPath, ["-e", program, path], { stdio: ["pipe", "pipe", "inherit"] });
  await once(holder.stdout, "data");
  return {
    async letGo() {
      const ended = once(holder, "exit");
      holder.stdin.write("go\n");
      await ended;
    },
  };
}
