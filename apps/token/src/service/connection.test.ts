import { describe, expect, it } from "vitest";
import { makeConnection } from "./connection.ts";

/** A connection whose service answers as the test says, and whose timers ring when the test says. */
function makePhone({ isAnswering = true } = {}) {
  const phone = { isAnswering, isVisible: true, asked: 0, waitsMs: [] as number[] };
  let due: (() => void) | undefined;
  const connection = makeConnection({
    async ask() {
      phone.asked += 1;
      connection.note(phone.isAnswering);
    },
    isVisible: () => phone.isVisible,
    later(ms, ring) {
      phone.waitsMs.push(ms);
      due = ring;
      return () => {
        if (due === ring) due = undefined;
      };
    },
  });
  /** The next planned question, if one is planned. */
  async function ring(): Promise<void> {
    const now = due;
    due = undefined;
    now?.();
    await settled();
  }
  return { connection, phone, ring, isPlanned: () => due !== undefined };
}

async function settled(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await Promise.resolve();
}

const nobody = (): void => {};

describe("the connection", () => {
  it("is not known before anybody was asked, and is then what the last question found", () => {
    const { connection } = makePhone();
    expect(connection.state()).toBe("unknown");
    connection.note(true);
    expect(connection.state()).toBe("reached");
    connection.note(false);
    expect(connection.state()).toBe("notReached");
  });

  it("asks at once for whoever looks at it before anything is known", async () => {
    const { connection, phone, ring } = makePhone();
    connection.watch(nobody);
    expect(phone.waitsMs).toEqual([0]);
    await ring();
    expect([phone.asked, connection.state()]).toEqual([1, "reached"]);
  });

  it("tells each change once", async () => {
    const { connection, phone, ring } = makePhone();
    const told: string[] = [];
    connection.watch(() => told.push(connection.state()));
    await ring();
    await ring();
    phone.isAnswering = false;
    await ring();
    await ring();
    expect(told).toEqual(["reached", "notReached"]);
  });

  it("asks again after a minute while it is there, and sooner, then ever more patiently, while it is not", async () => {
    const { connection, phone, ring } = makePhone();
    connection.watch(nobody);
    await ring();
    phone.isAnswering = false;
    for (let times = 0; times < 7; times++) await ring();
    expect(phone.waitsMs).toEqual([0, 60_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
    phone.isAnswering = true;
    await ring();
    expect(phone.waitsMs.at(-1)).toBe(60_000);
  });

  it("takes what anybody else's request found for the answer, and asks no sooner because of it", () => {
    const { connection, phone } = makePhone();
    connection.watch(nobody);
    connection.note(true);
    expect(phone.waitsMs).toEqual([0, 60_000]);
    expect(phone.asked).toBe(0);
  });

  it("asks nobody while nobody looks, or while the app is out of sight", async () => {
    const { connection, phone, ring, isPlanned } = makePhone();
    connection.note(false);
    expect(isPlanned()).toBe(false);
    const stop = connection.watch(nobody);
    phone.isVisible = false;
    await ring();
    expect([phone.asked, isPlanned()]).toEqual([0, false]);
    phone.isVisible = true;
    connection.hasten();
    await ring();
    expect(phone.asked).toBe(1);
    stop();
    expect(isPlanned()).toBe(false);
  });

  it("is asked at once when the browser says that something changed, whatever it says", async () => {
    const { connection, phone, ring } = makePhone();
    connection.watch(nobody);
    await ring();
    phone.isAnswering = false;
    connection.hasten();
    expect([connection.state(), phone.waitsMs.at(-1)]).toEqual(["reached", 0]);
    await ring();
    expect(connection.state()).toBe("notReached");
    phone.isAnswering = true;
    connection.hasten();
    await ring();
    expect(connection.state()).toBe("reached");
  });

  it("has one question under way at most", async () => {
    let answer = nobody;
    let asked = 0;
    const rings: (() => void)[] = [];
    const connection = makeConnection({
      async ask() {
        asked += 1;
        await new Promise<void>((resolve) => (answer = resolve));
      },
      isVisible: () => true,
      later(_ms, ring) {
        rings.push(ring);
        return nobody;
      },
    });
    connection.watch(nobody);
    rings.at(-1)?.();
    connection.hasten();
    rings.at(-1)?.();
    expect(asked).toBe(1);
    connection.note(true);
    answer();
    await settled();
    // The browser's hint came while the question was under way: its answer may be older than the hint.
    rings.at(-1)?.();
    expect(asked).toBe(2);
  });
});
