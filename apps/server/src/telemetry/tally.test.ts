import { Counter, Histogram, Registry } from "prom-client";
import { describe, expect, it } from "vitest";
import { makeSpread, makeTally } from "./tally.ts";

/** Line by line, in any order: which child comes first says nothing. */
const linesOf = (text: string): string[] =>
  text
    .split("\n")
    .filter((line) => line !== "")
    .toSorted();

describe("a tally", () => {
  it("is told as prom-client tells it", async () => {
    const registry = new Registry();
    const described = { name: "answers_total", help: "Answers.", labelNames: ["route", "status"] };
    const theirs = new Counter({ ...described, registers: [registry] });
    const ours = makeTally(described);
    for (const [route, status] of [
      ["/v1/:id", 200],
      ["/v1/:id", 200],
      ["/v1/:id", 429],
      ['/q"\\\n', 200],
    ] as const) {
      theirs.inc({ route, status: String(status) });
      ours.count(route, status);
    }
    expect(linesOf(ours.text())).toEqual(linesOf(await registry.metrics()));
  });
});

describe("a spread", () => {
  it("is told as prom-client tells it, values on a bound in the bucket below", async () => {
    const registry = new Registry();
    const described = { name: "answer_seconds", help: "Time.", labelNames: ["route"] };
    const buckets = [0.01, 0.1, 1];
    const theirs = new Histogram({ ...described, buckets, registers: [registry] });
    const ours = makeSpread(described, buckets);
    for (const [route, seconds] of [
      ["/a", 0.01],
      ["/a", 0.011],
      ["/a", 5],
      ["/b", 0],
    ] as const) {
      theirs.observe({ route }, seconds);
      ours.observe(seconds, route);
    }
    expect(linesOf(ours.text())).toEqual(linesOf(await registry.metrics()));
  });

  it("needs no labels", () => {
    const ours = makeSpread({ name: "size", help: "Size.", labelNames: [] }, [1]);
    ours.observe(1);
    expect(ours.text()).toContain('size_bucket{le="1"} 1\nsize_bucket{le="+Inf"} 1\nsize_sum 1\nsize_count 1\n');
  });
});
