import type { Staff, Storage } from "@warifu/rules";
import { memoryActs } from "./acts.ts";
import { memoryApprovals } from "./approvals.ts";
import { memoryDirectory } from "./directory.ts";
import { memoryEvents } from "./events.ts";
import { memoryOutbox } from "./outbox.ts";
import { memoryRecords } from "./records.ts";
import { memorySearch } from "./search.ts";
import { memorySecrets } from "./secrets.ts";

/** A store that keeps everything in this process: for tests and for trying things out. It keeps the whole contract. */
export function memoryStorage({ nowMs }: { readonly nowMs: () => number }): Storage {
  const events = memoryEvents();
  const outbox = memoryOutbox(nowMs);
  const staff = new Map<string, Staff>();
  const approvals = memoryApprovals(staff);
  const { acts, customers, sweepAnswers } = memoryActs(events.append, outbox.queue, nowMs, approvals);
  const records = memoryRecords();
  let open = true;
  return {
    ...acts,
    ...memoryDirectory(events.append, staff),
    ...approvals.store,
    ...records,
    sweep: async (now) => (await records.sweep(now)) + sweepAnswers(now),
    ...outbox.store,
    ...events.store,
    ...memorySearch(customers),
    ...memorySecrets(),
    ready: async () => (open ? "ready" : "unreachable"),
    close: async () => {
      open = false;
    },
  };
}
