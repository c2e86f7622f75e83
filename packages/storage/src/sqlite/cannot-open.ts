import type { StoreTrouble } from "@warifu/rules";
import { DatabaseRefused } from "../database-url.ts";
import { DatabaseInUse } from "./owner-lock.ts";
import { troubleOf } from "./trouble.ts";

const words: Readonly<Record<StoreTrouble, string>> = {
  overloaded: "There is not enough memory to open the database file.",
  locked: "Another program holds the database file: end it, or wait until it is done, and start again.",
  full: "The disk that holds the database file is full: make room on it, and start again.",
  readOnly: "The database file cannot be written: the file, its folder or the file system is read-only for this user.",
  brokenDisk: "The disk refuses to read or write the database file: is it full? The system's log says more.",
  damaged: "The file is not a SQLite database, or it is damaged: put a backup back.",
  unreachable: "The database file cannot be opened: is it there, and may this user write it?",
};

/** What an operator is told at the start instead of SQLite's own words. */
export function cannotOpen(error: unknown): unknown {
  const trouble = troubleOf(error);
  if (trouble === null) return error;
  // Passes by itself: a service waits for it.
  if (trouble === "locked") return new DatabaseInUse(words[trouble], { cause: error });
  return new DatabaseRefused(words[trouble], { cause: error });
}
