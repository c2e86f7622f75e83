import { createServerSetup, makeActivationServer } from "@warifu/activation/server";
import type { Storage } from "@warifu/rules";
import type { FastifyBaseLogger } from "fastify";
import { openDatabase, orRefused } from "../database/open-database.ts";
import type { Config } from "../configuration/config.ts";
import { makeClockWatch } from "../clock/watch-clock.ts";
import type { ClockWatch } from "../clock/watch-clock.ts";
import { makeLog } from "../telemetry/log.ts";
import { makeMetrics } from "../telemetry/metrics.ts";
import { makePerform, makePerformAll } from "../performing/perform.ts";
import { makeCookieKeys, makeOpenidJwks, readCookieKeys, readOpenidJwks } from "../database/service-keys.ts";
import type { Service } from "../service.ts";
import { watchDatabase } from "../database/watch-database.ts";
import { makeClockUndo } from "../clock/undo-wrong-clock.ts";
import { watchGuesses } from "../performing/watch-guesses.ts";

export interface Composed {
  readonly service: Service;
  /** Calls back after every commit that queued a mail. */
  readonly onMailQueued: (listener: () => void) => void;
  /** Says nothing against any moment until it is begun. */
  readonly clockWatch: ClockWatch;
  /** From now on the service says that it stops. */
  readonly beginToStop: () => void;
}

export interface Edge {
  /** The only clock. Must ask Date.now() anew each time. */
  readonly nowMs: () => number;
  /** Milliseconds of a clock that nobody can set; default: the process's own. */
  readonly monotonicMs?: () => number;
  /** Milliseconds of one that also goes on while the machine sleeps, where the first does not. */
  readonly uptimeMs?: (() => number) | undefined;
  readonly log?: FastifyBaseLogger;
  /** Whether metrics of the process itself (memory, event loop) are taken too. */
  readonly processMetrics?: boolean;
}

/** Wires the service by hand: storage, keys, clock, log. Opens the database; starts nothing. @throws Refused */
export async function composeService(config: Config, edge: Edge): Promise<Composed> {
  const { nowMs } = edge;
  const log = edge.log ?? makeLog(config);
  const metrics = makeMetrics({ ofProcess: edge.processMetrics ?? false });
  const monotonicMs = edge.monotonicMs ?? (() => performance.now());
  const onMadePrivate = () =>
    log.warn(
      {},
      "others could read the database file until now: it was taken away from them, as after a copy put back",
    );
  const fenceRaised = ({ change, fenceMs }: { change: string; fenceMs: number }) => {
    metrics.fenceRaised(change);
    const hasLost = change !== "timeline";
    log.error(
      { change, fenceMs },
      hasLost
        ? "an older copy of the database was put back, or a copy elsewhere: the fence is raised, and tokens ended since are in use again until you end them"
        : "the database went over to another timeline: the fence is raised",
    );
  };
  const opened = await openDatabase(config, { nowMs, observer: { ...metrics, fenceRaised }, onMadePrivate });
  const storage = watchDatabase(opened, log, monotonicMs);
  try {
    const [activation, keys] = await orRefused(
      () => Promise.all([openActivation(storage), openKeys(storage)]),
      config.database,
    );
    const mailListeners: (() => void)[] = [];
    const onMailQueued = () => mailListeners.forEach((listener) => listener());
    const clockUndo = makeClockUndo(log);
    const clockWatch = makeClockWatch({
      storage,
      nowMs,
      monotonicMs,
      uptimeMs: edge.uptimeMs,
      log,
      metrics,
      hasSecondClock: isElsewhere(config.database),
      onWasAhead: () => clockUndo.undo(perform),
    });
    const clockAgrees = clockWatch.agrees;
    const guesses = watchGuesses({ storage, metrics, log });
    const performAll = makePerformAll({
      storage,
      nowMs,
      metrics,
      guesses,
      clockAgrees,
      onMailQueued,
      onWrongCode: clockUndo.note,
    });
    const perform = makePerform(performAll);
    const mayDecide = () => clockAgrees(nowMs());
    let isStopping = false;
    const close = () => storage.close();
    return {
      service: {
        config,
        nowMs,
        storage,
        perform,
        performAll,
        mayDecide,
        isStopping: () => isStopping,
        activation,
        keys,
        log,
        metrics,
        close,
      },
      onMailQueued: (listener) => mailListeners.push(listener),
      clockWatch,
      beginToStop: () => {
        isStopping = true;
      },
    };
  } catch (error) {
    await storage.close();
    throw error;
  }
}

/** A database on this machine tells the time by the same clock. */
function isElsewhere(database: string): boolean {
  if (!/^postgres(ql)?:/.test(database)) return false;
  const host = decodeURIComponent(new URL(database).hostname);
  return !(host.startsWith("/") || host === "localhost" || host === "[::1]" || host.startsWith("127."));
}

/** The OPAQUE set-up is made once for the whole service; losing it would end every half-done issuance. */
async function openActivation(storage: Storage): Promise<Service["activation"]> {
  const fresh = await createServerSetup();
  const serverSetup = await storage.secret("opaque-server-setup", () => fresh);
  return makeActivationServer({ serverSetup });
}

async function openKeys(storage: Storage): Promise<Service["keys"]> {
  const cookieKeys = readCookieKeys(await storage.secret("cookie-keys", makeCookieKeys));
  const openidJwks = readOpenidJwks(await storage.secret("openid-jwks", makeOpenidJwks));
  return { cookieKeys, openidJwks };
}
