import { describe, expect, it } from "vitest";
import { DatabaseBusy } from "./open-database.ts";
import { Refused } from "../refused.ts";
import { waitWhileBusy } from "./wait-while-busy.ts";

function waiting() {
  const said: string[] = [];
  const stop = Promise.withResolvers<void>();
  const note = (_fields: object, text: string) => void said.push(text);
  const parts = { log: { warn: note, info: note } as never, stopped: stop.promise, pause: async () => undefined };
  return { said, stop, parts };
}
const busy = () => new DatabaseBusy("The database w.db is in use by another process.");

describe("a start beside somebody who has the database file", () => {
  it("waits as long as it takes, and says once what for", async () => {
    const { said, parts } = waiting();
    let attempts = 0;
    const open = async () => {
      attempts += 1;
      if (attempts < 1000) throw busy();
      return "opened";
    };
    expect(await waitWhileBusy(open, parts)).toBe("opened");
    expect(said).toEqual([
      "waiting until the database file is free: The database w.db is in use by another process.",
      "the database file is free",
    ]);
  });

  it("ends when it is told to stop", async () => {
    const { stop, parts } = waiting();
    let attempts = 0;
    const open = async () => {
      attempts += 1;
      if (attempts === 3) stop.resolve();
      throw busy();
    };
    expect(await waitWhileBusy(open, parts)).toBeNull();
    expect(attempts).toBe(3);
  });

  it("does not wait for what waiting does not mend", async () => {
    const { said, parts } = waiting();
    await expect(waitWhileBusy(() => Promise.reject(new Refused("no key ring")), parts)).rejects.toThrow("no key ring");
    expect(said).toEqual([]);
  });
});
