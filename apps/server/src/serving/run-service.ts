import { uptime } from "node:os";
import { setTimeout as pause } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { composeService } from "./compose.ts";
import type { Composed } from "./compose.ts";
import { controlSocketPath, openControlSocket, serviceAnswers } from "../commands/control-socket.ts";
import { servedCommands } from "../commands/data-commands.ts";
import type { Config } from "../configuration/config.ts";
import type { FaceName } from "../configuration/faces.ts";
import { checkBrowserModules } from "../browser-modules/check.ts";
import { smtpSender } from "../mail/mail.ts";
import { startMailJob } from "../mail/send-mail.ts";
import { startSweep } from "../jobs/sweep.ts";
import { startClockWatch } from "../clock/watch-clock.ts";
import { describeError, makeLog } from "../telemetry/log.ts";
import { noticeHistory } from "../database/notice-history.ts";
import { waitWhileBusy } from "../database/wait-while-busy.ts";
import { Refused } from "../refused.ts";
import { startFaces } from "./start-faces.ts";

/** What is still running after this long is cut off: a supervisor would soon kill the whole process anyway. */
const stopWithinMs = 10_000;

/**
 * How far V8 lets the heap grow beyond what was alive in it before it looks for garbage again: as much once more. By itself it takes
 * several times as much, which under load is over a hundred megabytes of nothing; at half as much it looks so often that everybody
 * waits for it.
 */
const heapGrowth = "--heap-growing-percent=100";

/**
 * Runs the service until it is told to stop (SIGTERM, SIGINT): first /readyz says no, and for a while everything is answered and told
 * that its connection ends; then no new connections, then the mail in flight, then the database.
 * Killed at any other point it loses nothing that was answered: every answer comes after its commit.
 * @throws Refused when it cannot start
 */
export async function runService(config: Config, faces: readonly FaceName[]): Promise<void> {
  const stop = stopSignals();
  setFlagsFromString(heapGrowth);
  const started: (() => Promise<void>)[] = [];
  try {
    const socketPath = controlSocketPath(config.database);
    await requireNoOther(socketPath);
    checkBrowserModules(faces);
    const log = makeLog(config);
    const open = async (): Promise<Composed> => {
      // Whoever has the file may be a service that came first.
      await requireNoOther(socketPath);
      return composeService(config, { nowMs: () => Date.now(), uptimeMs, processMetrics: true, log });
    };
    const composed = await waitWhileBusy(open, { log, stopped: stop.first, pause: () => pause(betweenAttemptsMs) });
    if (composed === null) return;
    const { service, onMailQueued, clockWatch, beginToStop } = composed;
    const { storage, nowMs } = service;
    started.push(() => service.close());
    process.on("uncaughtException", (error) => {
      log.fatal({ error: describeError(error) }, "the service ends because of a surprise");
      process.exit(1);
    });

    await noticeHistory(storage);
    const clock = await startClockWatch(clockWatch);
    started.push(() => clock.stop());
    const sweep = startSweep(service);
    started.push(() => sweep.stop());
    const mail = startMailJob(service, smtpSender(config.mail));
    onMailQueued(() => mail.wake());
    started.push(() => mail.stop());
    if (socketPath !== null) {
      const host = { storage, nowMs, consoleOrigin: () => config.origins.console };
      const control = await openControlSocket(socketPath, host, servedCommands, log);
      started.push(() => control.close());
    }
    const running = await startFaces(service, faces);
    started.push(() => running.close());
    log.info({}, "the service is ready");

    await stop.first;
    beginToStop();
    log.info({}, "the service stops");
    await Promise.race([pause(config.stopWaitMs), stop.second]);
  } finally {
    await withinTime(stopAll(started));
  }
}

/**
 * On Linux the process's own clock stands still while the machine sleeps, and the uptime goes on; elsewhere the process's clock goes
 * on by itself, and the uptime is made from a clock that can be set.
 */
const uptimeMs = process.platform === "linux" ? () => uptime() * 1000 : undefined;

const betweenAttemptsMs = 200;

async function requireNoOther(socketPath: string | null): Promise<void> {
  if (socketPath !== null && (await serviceAnswers(socketPath))) {
    throw new Refused("A service is already running with this database: stop it first.");
  }
}

/** In the opposite order of the start. One that cannot stop must not keep the others from stopping. */
async function stopAll(started: readonly (() => Promise<void>)[]): Promise<void> {
  for (const stop of started.toReversed()) await stop().catch(() => undefined);
}

async function withinTime(work: Promise<void>): Promise<void> {
  const timer = setTimeout(() => process.exit(1), stopWithinMs);
  await work;
  clearTimeout(timer);
}

/** A second SIGTERM or SIGINT ends the wait. Further ones change nothing: a terminal sends one to every process, and a supervisor one more. */
function stopSignals(): { readonly first: Promise<void>; readonly second: Promise<void> } {
  const [first, second] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  let count = 0;
  for (const name of ["SIGTERM", "SIGINT"]) {
    process.on(name, () => {
      count += 1;
      if (count === 1) first.resolve();
      else second.resolve();
    });
  }
  return { first: first.promise, second: second.promise };
}
