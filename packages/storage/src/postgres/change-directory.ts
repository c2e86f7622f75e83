import { DirectoryConflict } from "@warifu/rules";
import type { AuditEvent } from "@warifu/rules";
import type { Database } from "./database.ts";
import { appendEvent } from "./events.ts";
import type { Session } from "./session.ts";
import { isUniqueViolation } from "./trouble.ts";

/**
 * Runs a change and its audit event as one transaction; an ID that is somebody else's becomes a DirectoryConflict.
 * `change` gives the event, or null when there was nothing to change.
 */
export type ChangeDirectory = (change: (session: Session) => Promise<AuditEvent | null>) => Promise<void>;

export function directoryChanger(database: Database): ChangeDirectory {
  return async (change) => {
    try {
      await database.transaction(async (session) => {
        const event = await change(session);
        return { value: undefined, last: event === null ? [] : appendEvent(event) };
      });
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      throw new DirectoryConflict("The ID is taken.", { cause: error });
    }
  };
}
