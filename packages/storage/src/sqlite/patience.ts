import { setTimeout as pause } from "node:timers/promises";
import type { DatabaseSync } from "node:sqlite";
import { isLocked } from "./trouble.ts";

/** So long another program may hold the file before whoever waits for it is told. */
export const patienceMs = 2000;
const longestPauseMs = 50;

/**
 * Waits for a file that another program holds, while the event loop goes on. Once it waited in vain, everybody after that is
 * told at once, until the file is free again: a queue that waits one by one would take minutes.
 * @param body writes nothing when it throws that the file is locked
 */
export function patiently(): <Value>(body: () => Value | Promise<Value>) => Promise<Value> {
  let isPatient = true;
  return async (body) => {
    const untilMs = performance.now() + (isPatient ? patienceMs : 0);
    for (let pauseMs = 1; ; pauseMs = Math.min(2 * pauseMs, longestPauseMs)) {
      try {
        const value = await body();
        isPatient = true;
        return value;
      } catch (error) {
        if (!isLocked(error)) throw error;
        isPatient = performance.now() < untilMs;
        if (!isPatient) throw error;
      }
      await pause(pauseMs);
    }
  };
}

/** The same for a thread of its own, which may stand still: SQLite itself waits there. */
export function patientlyIn<Question, Answer>(
  db: DatabaseSync,
  answer: (question: Question) => Answer,
): (question: Question) => Answer {
  let isPatient = true;
  const be = (patient: boolean): void => {
    if (patient === isPatient) return;
    db.exec(`PRAGMA busy_timeout = ${patient ? patienceMs : 0}`);
    isPatient = patient;
  };
  return (question) => {
    try {
      const answered = answer(question);
      be(true);
      return answered;
    } catch (error) {
      if (isLocked(error)) be(false);
      throw error;
    }
  };
}
