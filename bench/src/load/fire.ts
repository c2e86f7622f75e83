import type { Lane } from "./lane.ts";
import { newHistogram, record } from "./latency-histogram.ts";
import type { LatencyHistogram } from "./latency-histogram.ts";
import type { ReadResponse } from "./response-reader.ts";

export interface Fired {
  /** Requests sent; the first so many of those given. All were answered. */
  readonly sent: number;
  /** Answers that came while the load was still full: what is on its way at the end counts for nobody. */
  readonly counted: number;
  readonly milliseconds: number;
  readonly latency: LatencyHistogram;
}

type Judge = (index: number, response: ReadResponse) => void;

/** Closed loop: every connection sends its next request as soon as the last one is answered, until time or requests run out. */
export function fireClosed(
  lanes: readonly Lane[],
  requests: readonly Buffer[],
  forMs: number,
  judge: Judge,
): Promise<Fired> {
  return new Promise((resolve) => {
    const latency = newHistogram();
    const startedAt = performance.now();
    let sent = 0;
    let answered = 0;
    let counted = 0;
    let endedAt = 0;
    const sendNext = (lane: Lane, nowMs: number): void => {
      const index = sent++;
      lane.send(requests[index] as Buffer, (response) => {
        const doneAt = performance.now();
        answered++;
        if (endedAt === 0) {
          counted++;
          record(latency, doneAt - nowMs);
          if (doneAt - startedAt >= forMs || sent === requests.length) endedAt = doneAt;
        }
        judge(index, response);
        if (endedAt === 0) sendNext(lane, performance.now());
        else if (answered === sent) resolve({ sent, counted, milliseconds: endedAt - startedAt, latency });
      });
    };
    for (const lane of lanes.slice(0, requests.length)) sendNext(lane, performance.now());
  });
}

/**
 * Open loop: requests leave at a fixed rate, whether or not earlier ones have been answered. Latency counts from the moment a
 * request was meant to leave: waiting for a late timer or a free connection is the server's latency too (no coordinated omission).
 */
export function fireOpen(
  lanes: readonly Lane[],
  requests: readonly Buffer[],
  perSecond: number,
  judge: Judge,
): Promise<Fired> {
  return new Promise((resolve) => {
    const latency = newHistogram();
    const idle = [...lanes];
    const startedAt = performance.now();
    const meantAt = (index: number) => startedAt + (index * 1000) / perSecond;
    let sent = 0;
    let answered = 0;
    const sendDue = (): void => {
      const nowMs = performance.now();
      while (sent < requests.length && meantAt(sent) <= nowMs) {
        const lane = idle.pop();
        if (lane === undefined) return;
        const index = sent++;
        lane.send(requests[index] as Buffer, (response) => {
          const doneAt = performance.now();
          record(latency, doneAt - meantAt(index));
          answered++;
          idle.push(lane);
          judge(index, response);
          if (answered === requests.length) {
            clearInterval(timer);
            resolve({ sent, counted: sent, milliseconds: doneAt - startedAt, latency });
          } else sendDue();
        });
      }
    };
    const timer = setInterval(sendDue, 1);
    sendDue();
  });
}
