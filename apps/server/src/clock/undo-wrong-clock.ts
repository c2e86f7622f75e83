import { undoWrongClock } from "@warifu/rules";
import type { Actor, Institution } from "@warifu/rules";
import type { FastifyBaseLogger } from "fastify";
import { describeError } from "../telemetry/log.ts";
import type { Perform } from "../service.ts";

/** Remembers whose codes were wrong on this node, and takes back what a clock that was ahead has done to them. */
export interface ClockUndo {
  note(institution: Institution, customerId: string): void;
  undo(perform: Perform): Promise<void>;
}

const watcher: Actor = { kind: "service", id: null, channel: "job" };
/** The newest of them: more wrong codes than these in a row of hours are an attack, and paused customers of an attack wait anyway. */
const mostRemembered = 50_000;

export function makeClockUndo(log: FastifyBaseLogger): ClockUndo {
  const customers = new Map<string, { readonly institution: Institution; readonly customerId: string }>();
  return {
    note(institution, customerId) {
      const name = `${institution.institutionId}\n${customerId}`;
      customers.delete(name);
      customers.set(name, { institution, customerId });
      if (customers.size > mostRemembered) customers.delete(customers.keys().next().value ?? "");
    },
    async undo(perform) {
      let count = 0;
      for (const [name, { institution, customerId }] of customers) {
        try {
          const subject = { institutionId: institution.institutionId, customerId };
          const result = await perform(institution, subject, watcher, (state, context) =>
            undoWrongClock(state, {}, context),
          );
          if (result.ok) count += 1;
          customers.delete(name);
        } catch (error) {
          log.error(
            { job: "watch-clock", error: describeError(error) },
            "a pause of the wrong clock could not be lifted",
          );
        }
      }
      if (count > 0) log.warn({ job: "watch-clock", count }, "pauses that the wrong clock had made were lifted");
    },
  };
}
