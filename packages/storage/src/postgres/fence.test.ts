import { describe, expect, it } from "vitest";
import { changeOf } from "./fence.ts";
import { PositionWatch } from "./position-watch.ts";

describe("the history of a database", () => {
  const change = (history: string, knownHistory: string | null) => changeOf({ history, knownHistory });

  it("is another one in another cluster, timeline, database or other tables, and there is none before the first act", () => {
    const known = "7/00000001/5/1.2.3";
    expect(change(known, known)).toBe(null);
    expect(change(known, null)).toBe("first");
    expect(change("8/00000001/5/1.2.3", known)).toBe("cluster");
    expect(change("7/00000002/5/1.2.3", known)).toBe("timeline");
    expect(change("7/00000001/6/1.2.3", known)).toBe("database");
    expect(change("7/00000001/5/1.2.4", known)).toBe("tables");
  });

  it("is told by what may have lost most, where several things changed", () => {
    expect(change("7/00000002/6/4.5.6", "7/00000001/5/1.2.3")).toBe("tables");
    expect(change("7/00000002/6/1.2.3", "7/00000001/5/1.2.3")).toBe("database");
  });

  it("is another one where it was taken note of before databases and tables were: nobody knows what lies between", () => {
    expect(change("7/00000001/5/1.2.3", "7/00000001")).toBe("tables");
  });

  it("does not go by the cluster's number where that is not told: two nodes never disagree for ever", () => {
    expect(change("/00000001/5/1", "7/00000001/5/1")).toBe(null);
    expect(change("7/00000001/5/1", "/00000001/5/1")).toBe(null);
    expect(change("/00000002/5/1", "7/00000001/5/1")).toBe("timeline");
  });
});

describe("the watch over how far the log reaches", () => {
  const present = (position: number, notedMs = 1) => ({
    position,
    notedMs,
    fenceMs: 0,
    databaseMs: 0,
    history: "",
    knownHistory: "",
  });

  it("sees a log that is shorter than it was, and not an answer that comes late", () => {
    const watch = new PositionWatch();
    watch.saw(present(10), watch.mark());
    const early = watch.mark();
    watch.saw(present(30), watch.mark());
    expect(watch.wentBack(present(20), early)).toBe(false);
    watch.saw(present(20), early);
    expect(watch.mark()).toBe(30);
    expect(watch.wentBack(present(29), watch.mark())).toBe(true);
    expect(watch.wentBack(present(30), watch.mark())).toBe(false);
  });

  it("lets be what another node or an operator has taken note of already, and goes on from there", () => {
    const watch = new PositionWatch();
    watch.saw(present(30), watch.mark());
    expect(watch.wentBack(present(20, 2), watch.mark())).toBe(false);
    watch.saw(present(20, 2), watch.mark());
    expect(watch.wentBack(present(25, 2), watch.mark())).toBe(false);
    expect(watch.wentBack(present(19, 2), watch.mark())).toBe(true);
  });
});
