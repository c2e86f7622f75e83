import { setInterval } from "node:timers";
import { parentPort } from "node:worker_threads";
import { pathOfThread } from "./asked-thread.ts";
import { openConnection } from "./connection.ts";

/** Often enough that a pass is short, rare enough not to write the same page again and again. */
const everyMs = 250;
/** Of 4 kB: from here on the log begins anew, so that it does not grow as long as codes come. */
const restartPages = 4000;

const db = openConnection(pathOfThread());
// Whoever commits is not to wait for this thread, and this thread comes again soon: it never waits for anybody either.
db.exec("PRAGMA busy_timeout = 0");
const copy = db.prepare("PRAGMA wal_checkpoint(PASSIVE)");
const restart = db.prepare("PRAGMA wal_checkpoint(RESTART)");

const passes = setInterval(() => {
  try {
    // Beside commits and readers. Without anything new in the log it writes nothing.
    const pages = Number(copy.get()?.["log"]);
    // SQLite brings the file to the disk only when nobody committed while it copied. A pass right after a pass copies so
    // little that this holds; otherwise the restart would do it, while everybody waits.
    copy.get();
    copy.get();
    if (pages > restartPages) restart.get();
  } catch {
    // A full or broken disk: whoever commits meets it too and tells it. The log keeps everything until a pass goes through.
  }
}, everyMs);

parentPort?.once("message", () => {
  clearInterval(passes);
  db.close();
  parentPort?.close();
});
