import { stepAt } from "@warifu/otp";
import { periodSeconds } from "../population/population.ts";
import { buildRequest, requestBytes } from "./build-request.ts";
import { fireClosed, fireOpen } from "./fire.ts";
import type { Fired } from "./fire.ts";
import { openLane } from "./lane.ts";
import { chooseShots, newLedger, noteShot } from "./ledger.ts";
import type { Ledger, LoadKind, Shot } from "./ledger.ts";
import { cpuMsOf, machineBusyMs } from "./process-figures.ts";
import { isRightAnswer, verdictOf } from "./verdict.ts";

/** One window of load: what the benchmark asks of the load generator. Plain data: it crosses a process border. */
export interface WindowOrder {
  readonly kind: LoadKind | "echo";
  /** Names the database; what was sent to it is remembered under this name. */
  readonly database: string;
  readonly tokens: number;
  readonly apiKeys: readonly string[];
  readonly idempotencyKeys: boolean;
  /** Ports on this machine; connections are spread over them evenly. */
  readonly ports: readonly number[];
  readonly connections: number;
  readonly seconds: number;
  /** At most so many requests; in an open loop exactly this many, at this many a second. */
  readonly requests: number;
  readonly perSecond: number | null;
  /** Processes whose CPU time is measured along. */
  readonly pids: readonly number[];
}

export interface WindowResult extends Fired {
  /** Answers by verdict, those of the whole window. */
  readonly verdicts: Readonly<Record<string, number>>;
  readonly wrongAnswers: number;
  readonly cpu: CpuFigures;
}

/** CPU time in milliseconds, from the first request to the last answer; null where there is no /proc. */
export interface CpuFigures {
  readonly serverMs: number | null;
  /** The whole machine, over all cores. */
  readonly machineMs: number | null;
  /** The load generator itself. */
  readonly loadMs: number;
  /** How long that was on the clock. */
  readonly wholeMs: number;
}

const ledgers = new Map<string, Ledger>();

/** Time between choosing a code and sending it, at most; a code that would run out meanwhile is not chosen. */
const preparingMs = 5_000;

export async function runWindow(order: WindowOrder): Promise<WindowResult> {
  const { kind, ports, connections, seconds, perSecond } = order;
  const shots = kind === "echo" ? [] : choose(order, kind);
  const requests =
    kind === "echo"
      ? echoRequests(order)
      : shots.map((shot, index) => buildRequest(shot, kind, index, optionsOf(order)));
  if (requests.length === 0) throw new Error(`No ${kind} codes are left to send to ${order.database}`);

  let fail: (error: Error) => void = () => undefined;
  const broken = new Promise<never>((_, reject) => (fail = reject));
  const lanes = await Promise.all(
    Array.from({ length: connections }, (_, index) =>
      openLane(ports[index % ports.length] ?? 0, (error) => fail(error)),
    ),
  );
  const verdicts: Record<string, number> = {};
  let wrongAnswers = 0;
  const judge = (index: number, response: Parameters<typeof verdictOf>[0]): void => {
    const verdict = verdictOf(response);
    verdicts[verdict] = (verdicts[verdict] ?? 0) + 1;
    if (!isRightAnswer(kind, verdict)) wrongAnswers++;
    const shot = shots[index];
    if (kind !== "echo" && shot !== undefined) noteShot(ledgerOf(order), kind, shot);
  };

  const before = figures(order.pids);
  const load =
    perSecond === null
      ? fireClosed(lanes, requests, seconds * 1000, judge)
      : fireOpen(lanes, requests, perSecond, judge);
  const fired = await Promise.race([load, broken]);
  const after = figures(order.pids);
  for (const lane of lanes) lane.close();
  return {
    ...fired,
    verdicts,
    wrongAnswers,
    cpu: {
      serverMs: difference(after.serverMs, before.serverMs),
      machineMs: difference(after.busyMs, before.busyMs),
      loadMs: after.ownMs - before.ownMs,
      wholeMs: after.atMs - before.atMs,
    },
  };
}

function choose(order: WindowOrder, kind: LoadKind): Shot[] {
  const nowMs = Date.now();
  const durationMs = order.perSecond === null ? order.seconds * 1000 : (order.requests / order.perSecond) * 1000;
  const steps = {
    fromStep: stepAt(nowMs, periodSeconds),
    toStep: stepAt(nowMs + preparingMs + durationMs, periodSeconds),
  };
  return chooseShots(ledgerOf(order), kind, order.requests, steps);
}

/** An echo needs no right code and no token's state; the bytes are alike. */
function echoRequests(order: WindowOrder): Buffer[] {
  const some = Array.from({ length: Math.min(order.requests, 4096) }, (_, index) =>
    requestBytes(index, String(index).padStart(8, "0"), index, optionsOf(order)),
  );
  return Array.from({ length: order.requests }, (_, index) => some[index % some.length] as Buffer);
}

function optionsOf({ ports, apiKeys, idempotencyKeys }: WindowOrder): Parameters<typeof requestBytes>[3] {
  return { host: `127.0.0.1:${ports[0] ?? 0}`, apiKeys, idempotencyKeys };
}

function ledgerOf({ database, tokens }: WindowOrder): Ledger {
  let ledger = ledgers.get(database);
  if (ledger === undefined) {
    ledger = newLedger(tokens);
    ledgers.set(database, ledger);
  }
  return ledger;
}

function figures(pids: readonly number[]): {
  serverMs: number | null;
  busyMs: number | null;
  ownMs: number;
  atMs: number;
} {
  const { user, system } = process.cpuUsage();
  const each = pids.map(cpuMsOf);
  const serverMs = each.includes(null) ? null : each.reduce<number>((sum, ms) => sum + (ms ?? 0), 0);
  return { serverMs, busyMs: machineBusyMs(), ownMs: (user + system) / 1000, atMs: performance.now() };
}

function difference(after: number | null, before: number | null): number | null {
  return after === null || before === null ? null : after - before;
}
