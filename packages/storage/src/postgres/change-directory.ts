import { DirectoryConflict } from "@warifu/rules";
import type { AuditEvent } from "@warifu/rules";
import type { Database } from "./database.ts";
import { appendEvent } from "./events.ts";
import type { Session } from "./session.ts";
import { isUniqueViolation } from "./trouble.ts";

/**
 * Runs a change and its audit event as one transaction; an ID that is somebody else's becomes a DirectoryConflict.
 * `change` tells whether there was anything to change: without a change there is no event.
 */
export type ChangeDirectory = (change: (session: Session) => Promise<boolean>, event: AuditEvent) => Promise<void>;

export function directoryChanger(database: Database): ChangeDirectory {
  return async (change, event) => {
    try {
      await database.transaction(async (session) => ({
        value: undefined,
        last: (await change(session)) ? appendEvent(event) : [],
      }));
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      throw new DirectoryConflict("The ID is taken.", { cause: error });
    }
  };
}
