import { StoreBusy } from "@warifu/rules";
import { describe, expect, it } from "vitest";
import { gatherActs } from "./gather-acts.ts";
import type { Asked, Gathering } from "./gather-acts.ts";
import { makeInstitutionKeys } from "../sealing/institution-keys.ts";

const keys = makeInstitutionKeys("ozora", new Map([[1, new Uint8Array(32)]]));
const nobodys = () => ({ outcome: null, changes: {}, events: [], mails: [] });
const subject = (customerId: string) => ({ institutionId: "ozora", customerId });

/** Gathers for batches that end when the test says so. */
function held(changed: Partial<Gathering> = {}) {
  const batches: { readonly about: string[]; end(): void }[] = [];
  const seen: unknown[] = [];
  const gathered = gatherActs({
    batches: 2,
    subjectsPerCommit: 4,
    worthAnother: 2,
    queue: 100,
    keysOf: async () => keys,
    observer: { waiting: () => undefined, commit: ({ size, seconds }) => seen.push([size, seconds >= 0]) },
    carryOut: (batch: readonly Asked[]) =>
      new Promise((resolve) => {
        const about = batch.map((asked) => ("customerId" in asked.subject ? asked.subject.customerId : ""));
        const end = () => resolve(batch.map(() => ({ status: "fulfilled", value: about.join(" ") })));
        batches.push({ about, end });
      }),
    ...changed,
  });
  const settle = async () => {
    for (let turn = 0; turn < 4; turn += 1) await new Promise(setImmediate);
  };
  return { gathered, batches, seen, settle };
}

describe("gathering acts", () => {
  it("begins at once when nobody is there, and lets few wait while a commit is under way", async () => {
    const { gathered, batches, settle } = held();
    void gathered.act([subject("a")], nobodys);
    await settle();
    void gathered.act([subject("b")], nobodys);
    await settle();
    expect(batches.map(({ about }) => about)).toEqual([["a"]]);
    void gathered.act([subject("c")], nobodys);
    await settle();
    expect(batches.map(({ about }) => about)).toEqual([["a"], ["b", "c"]]);
  });

  it("shares one commit among no more subjects than the limit, a larger call having one of its own", async () => {
    const { gathered, batches, settle, seen } = held({ batches: 1 });
    const calls = [["a", "b", "c"], ["d", "e"], ["f", "g", "h", "i", "j", "k"], ["l"]].map((ids) =>
      gathered.act(ids.map(subject), nobodys),
    );
    for (let batch = 0; batch < 4; batch += 1) {
      await settle();
      batches[batch]?.end();
    }
    const answers = await Promise.all(calls);
    expect(batches.map(({ about }) => about.join(""))).toEqual(["abcl", "de", "fghijk"]);
    expect(answers.map((slots) => slots.length)).toEqual([3, 2, 6, 1]);
    expect(seen).toEqual([
      [4, true],
      [2, true],
      [6, true],
    ]);
  });

  it("divides whoever comes at the same time among the batches, so that they overlap", async () => {
    const { gathered, batches, settle } = held({ batches: 3, subjectsPerCommit: 100 });
    for (const customerId of "abcdefghi") void gathered.act([subject(customerId)], nobodys);
    await settle();
    expect(batches.map(({ about }) => about.join(""))).toEqual(["abc", "def", "ghi"]);
    for (const customerId of "jkl") void gathered.act([subject(customerId)], nobodys);
    batches[0]?.end();
    await settle();
    expect(batches[3]?.about).toEqual(["j", "k", "l"]);
  });

  it("never has one customer, user ID or once key in two batches, and keeps the order of whoever waits for it", async () => {
    const { gathered, batches, settle } = held({ customerIdOf: () => "a", worthAnother: 4 });
    const once = { key: "k", fingerprint: "f", expiresAtMs: 1 };
    void gathered.act([{ ...subject("a"), once }], nobodys);
    await settle();
    void gathered.act([subject("a"), subject("b")], nobodys);
    void gathered.act([{ institutionId: "ozora", userId: "USER" }], nobodys);
    void gathered.act([{ ...subject("c"), once }], nobodys);
    void gathered.act([subject("b")], nobodys);
    void gathered.act([subject("d")], nobodys);
    await settle();
    expect(batches.map(({ about }) => about)).toEqual([["a"], ["d"]]);
    batches[0]?.end();
    await settle();
    expect(batches[2]?.about).toEqual(["a", "b", "", "c"]);
  });

  it("refuses whoever comes when too many wait, and never the first, however many it asks for", async () => {
    const { gathered, settle } = held({ batches: 1, queue: 3 });
    void gathered.act([subject("a")], nobodys);
    await settle();
    const many = gathered.act(["b", "c", "d", "e"].map(subject), nobodys);
    const refused: unknown[] = [];
    gathered.act([subject("f")], nobodys).catch((error: unknown) => refused.push(error));
    many.catch((error: unknown) => refused.push(error));
    await settle();
    expect(refused).toEqual([expect.any(StoreBusy)]);
  });

  it("fails a batch as a whole, and goes on with the next", async () => {
    let tries = 0;
    const { gathered } = held({
      carryOut: async (batch) => {
        tries += 1;
        if (tries === 1) throw new Error("the disk is gone");
        return batch.map(() => ({ status: "fulfilled", value: "stored" }));
      },
    });
    await expect(gathered.act([subject("a")], nobodys)).rejects.toThrow("the disk is gone");
    expect(await gathered.act([subject("a")], nobodys)).toEqual([{ status: "fulfilled", value: "stored" }]);
    await gathered.settled();
  });
});
