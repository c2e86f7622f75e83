import { clockToleranceMs } from "@warifu/rules";
import type { Storage } from "@warifu/rules";
import type { FastifyBaseLogger } from "fastify";
import { describeError } from "../telemetry/log.ts";
import type { ClockNews, Metrics } from "../telemetry/metrics.ts";
import { believe, believedMs, isUnbelieved, readClock, startClock } from "./read-clock.ts";
import type { ClockState } from "./read-clock.ts";
import type { RunningJob } from "../jobs/sweep.ts";

export interface ClockWatch {
  /** Whether codes may be decided at this moment. Always, before the watch has begun. */
  agrees(nowMs: number): boolean;
  /** Reads what an earlier process has seen, then looks for the first time. */
  begin(): Promise<void>;
  /** One look at the clocks, and what follows from it; a second look while the first one's work goes on starts no other. */
  look(): Promise<void>;
}

interface Parts {
  readonly storage: Pick<Storage, "raiseFence" | "ready" | "get" | "put">;
  readonly nowMs: () => number;
  /** Milliseconds of a clock that nobody can set. */
  readonly monotonicMs: () => number;
  /** Milliseconds of one that also goes on while the machine sleeps; where there is none, `monotonicMs` does. */
  readonly uptimeMs?: (() => number) | undefined;
  readonly log: FastifyBaseLogger;
  readonly metrics: Pick<Metrics, "clock" | "clockApart">;
  /** Whether the database stands on another machine, whose clock is a second opinion. */
  readonly hasSecondClock?: boolean;
  /** The clock has been ahead, and is no more: what was done by moments that never were is to be undone. */
  readonly onWasAhead?: () => Promise<void>;
}

const lookEveryMs = 1_000;
const askDatabaseEveryMs = 5_000;
const writeDownEveryMs = 60_000;
const tenYearsMs = 10 * 365 * 24 * 3_600_000;
const record = { kind: "clock", id: "newest" } as const;

/**
 * Sees a clock that goes back: while it is behind, codes that nobody used in time would be good once more. Every code up to the
 * newest moment seen is declared used (the fence), and none is compared before the clock has caught up. Where the database's
 * clock went on, only this node is wrong: it stops comparing, and the fence stays where it is.
 */
export function makeClockWatch(parts: Parts): ClockWatch {
  const { storage, nowMs, monotonicMs, log, metrics, hasSecondClock = false, onWasAhead } = parts;
  let state: ClockState | null = null;
  let fenceDueMs: number | null = null;
  let isApartFromDatabase = false;
  let askedAtMs = -Infinity;
  let writtenAtMs = -Infinity;
  let working: Promise<void> | null = null;
  let hasBeenAhead = false;
  let isUndoDue = false;
  const uptimeMs = parts.uptimeMs ?? monotonicMs;
  const awakeSinceMs = uptimeMs() - monotonicMs();
  let asleepMs = 0;

  /** A laptop that was closed for ten minutes has not had its clock set: the time it slept is known at the next look. */
  const steadyMs = (): number => monotonicMs() + asleepMs;

  const agrees = (atMs: number): boolean =>
    state === null ||
    (!state.isBehind &&
      fenceDueMs === null &&
      !isApartFromDatabase &&
      atMs >= state.newestMs - clockToleranceMs &&
      !isUnbelieved(state, { wallMs: atMs, monotonicMs: steadyMs(), toleranceMs: clockToleranceMs }));

  function read(): void {
    if (state === null) return;
    asleepMs = Math.max(asleepMs, uptimeMs() - monotonicMs() - awakeSinceMs);
    const before = state;
    const reading = readClock(before, {
      wallMs: nowMs(),
      monotonicMs: steadyMs(),
      toleranceMs: clockToleranceMs,
    });
    state = reading.state;
    if (reading.finding === "back") fenceDueMs = believedMs(before, steadyMs());
    hasBeenAhead ||= state.unstepped !== null;
    if (hasBeenAhead && (reading.finding === "back" || reading.finding === "returned")) isUndoDue = true;
    if (reading.finding !== "steady") tell(reading.finding, Math.abs(nowMs() - before.newestMs));
  }

  function tell(finding: ClockNews, ms: number): void {
    metrics.clock(finding);
    const fields = { job: "watch-clock", ms };
    if (finding === "back") log.error(fields, "the clock went back: no code is compared until it has caught up");
    if (finding === "ahead")
      log.error(fields, "the clock went ahead: no code is compared until it is put right, or has stood for an hour");
    if (finding === "returned") log.warn(fields, "the clock's step ahead was taken back");
    if (finding === "caughtUp") log.warn(fields, "the clock has caught up: codes are compared again");
  }

  async function follow(): Promise<void> {
    const atMs = steadyMs();
    if (fenceDueMs !== null || atMs - askedAtMs >= askDatabaseEveryMs) {
      askedAtMs = atMs;
      const readiness = await storage.ready();
      isApartFromDatabase = readiness === "clockApart";
      if (hasSecondClock && readiness === "ready" && state !== null && state.unstepped !== null) state = believe(state);
    }
    if (fenceDueMs !== null) await raiseFence(fenceDueMs);
    if (isUndoDue) {
      isUndoDue = false;
      await onWasAhead?.();
    }
    if (agrees(nowMs()) && state !== null && atMs - writtenAtMs >= writeDownEveryMs) {
      const newestMs = believedMs(state, steadyMs());
      await storage.put(record.kind, record.id, newestMs, newestMs + tenYearsMs);
      writtenAtMs = atMs;
    }
  }

  async function raiseFence(toMs: number): Promise<void> {
    if (!isApartFromDatabase) {
      await storage.raiseFence(toMs, {
        type: "fence.raised",
        atMs: nowMs(),
        actor: { kind: "service", id: null, channel: "job" },
        institutionId: null,
        customerId: null,
        tokenId: null,
        detail: { reason: "clockBack", fenceMs: toMs },
      });
    }
    fenceDueMs = null;
  }

  async function look(): Promise<void> {
    read();
    working ??= follow()
      .catch((error: unknown) => {
        log.error({ job: "watch-clock", error: describeError(error) }, "the clock's watch is tried again");
      })
      .finally(() => {
        working = null;
        metrics.clockApart(!agrees(nowMs()));
      });
    return working;
  }

  return {
    agrees,
    look,
    async begin() {
      state = startClock(nowMs(), steadyMs(), await newestMoment(storage, nowMs()));
      await look();
    },
  };
}

/** The newest moment that the service has written down, once a minute, in this database: when a copy of it was made. */
export async function newestMoment(storage: Pick<Storage, "get">, nowMs: number): Promise<number | null> {
  const seen = await storage.get(record.kind, record.id, nowMs);
  return typeof seen === "number" ? seen : null;
}

/** Looks every second from now on. */
export async function startClockWatch(watch: ClockWatch): Promise<RunningJob> {
  await watch.begin();
  let running: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    running = watch.look();
  }, lookEveryMs);
  timer.unref();
  return {
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}
