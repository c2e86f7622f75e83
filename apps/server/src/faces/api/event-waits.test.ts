import { EventEmitter } from "node:events";
import type { ServerResponse } from "node:http";
import { describe, expect, it } from "vitest";
import { makeEventWaits } from "./event-waits.ts";

const answerOf = () => new EventEmitter() as ServerResponse;
const untilAborted = (_milliseconds: number, signal: AbortSignal) =>
  new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));

describe("a waiting request whose asker goes away", () => {
  it("ends, gives its place to the next, and leaves no listener behind", async () => {
    const waits = makeEventWaits(untilAborted);
    const wait = (answer: ServerResponse) =>
      waits.until(
        "key",
        30,
        answer,
        async () => [],
        (found) => found.length > 0,
      );
    const answers = Array.from({ length: 4 }, answerOf);
    const waiting = answers.map(wait);
    await expect(wait(answerOf())).rejects.toThrow("too_many_requests");
    answers[0]?.emit("close");
    await waiting[0];
    const next = wait(answerOf());
    await expect(wait(answerOf())).rejects.toThrow("too_many_requests");
    waits.end();
    await Promise.all([...waiting, next]);
    expect(answers.map((answer) => answer.listenerCount("close"))).toEqual([0, 0, 0, 0]);
  });

  it("gives its place back when reading fails", async () => {
    const waits = makeEventWaits(async () => undefined);
    let reads = 0;
    const read = async () => {
      reads += 1;
      if (reads % 2 === 0) throw new Error("the database is away");
      return [];
    };
    for (let count = 0; count < 6; count += 1) {
      await expect(waits.until("key", 30, answerOf(), read, () => false)).rejects.toThrow("away");
    }
  });
});
