import { expire, expireApproval } from "@warifu/rules";
import type { Actor } from "@warifu/rules";
import type { Service } from "../service.ts";
import { describeError } from "../telemetry/log.ts";

export interface RunningJob {
  /** Lets what is under way finish, then stops. */
  stop(): Promise<void>;
}

type SweepParts = Pick<Service, "storage" | "nowMs" | "log" | "perform">;

const everyMs = 60_000;
/** So many customers a run at most: each is an act of its own, and customers who are waiting come first. */
const customersPerRun = 200;
const approvalsPerRun = 200;

const sweeper: Actor = { kind: "service", id: null, channel: "job" };

/**
 * Once a minute: deletes records past their end, and writes down which tokens have run out. Nobody waits for either – what is
 * past its end counts as gone all the same – but secrets and addresses do not lie about longer than they are needed.
 */
export function startSweep(service: SweepParts): RunningJob {
  const stopping = new AbortController();
  let running: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    running = running.then(() => sweep(service, stopping.signal));
  }, everyMs);
  timer.unref();
  return {
    async stop() {
      clearInterval(timer);
      stopping.abort();
      await running;
    },
  };
}

/** One run. A part that fails is logged and tried again by the next run; it keeps the other from nothing. */
export async function sweep(service: SweepParts, stopping?: AbortSignal): Promise<void> {
  const { log } = service;
  const parts = [
    { done: "records past their end deleted", work: () => service.storage.sweep(service.nowMs()) },
    { done: "tokens whose time ran out ended", work: () => expireTokens(service, stopping) },
    { done: "approvals whose time ran out ended", work: () => expireApprovals(service, stopping) },
  ];
  for (const { done, work } of parts) {
    if (stopping?.aborted === true) return;
    try {
      const count = await work();
      if (count > 0) log.debug({ job: "sweep", count }, done);
    } catch (error) {
      log.error({ job: "sweep", error: describeError(error) }, "the sweep failed; it is tried again");
    }
  }
}

/** Gives the number of tokens ended. One customer whose rows are damaged does not keep the others waiting. */
async function expireTokens({ storage, perform, nowMs, log }: SweepParts, stopping?: AbortSignal): Promise<number> {
  let expiredTokens = 0;
  for (const subject of await storage.customersWithExpiredTokens(nowMs(), customersPerRun)) {
    if (stopping?.aborted === true) break;
    try {
      const institution = await storage.institution(subject.institutionId);
      if (institution === null) throw new TypeError("a token of no institution");
      const result = await perform(institution, subject, sweeper, (state, context) => expire(state, {}, context));
      if (result.ok) expiredTokens += result.value.expiredTokens;
    } catch (error) {
      const { institutionId } = subject;
      log.error(
        { job: "sweep", institutionId, error: describeError(error) },
        "a token past its end could not be ended",
      );
    }
  }
  return expiredTokens;
}

/** Gives the number of approvals about which nobody decided in time. */
async function expireApprovals({ storage, perform, nowMs, log }: SweepParts, stopping?: AbortSignal): Promise<number> {
  let expired = 0;
  for (const { institutionId, customerId, approvalId } of await storage.overdueApprovals(nowMs(), approvalsPerRun)) {
    if (stopping?.aborted === true) break;
    try {
      const institution = await storage.institution(institutionId);
      if (institution === null) throw new TypeError("an approval of no institution");
      const subject = { institutionId, customerId, approval: { approvalId, staffIds: [] } };
      const result = await perform(institution, subject, sweeper, (state, context) => expireApproval(state, context));
      if (result.ok && result.value.expired) expired += 1;
    } catch (error) {
      log.error(
        { job: "sweep", institutionId, error: describeError(error) },
        "an approval past its end could not be ended",
      );
    }
  }
  return expired;
}
