import { OutcomeUnknown, StoreBusy } from "@warifu/rules";
import type { Readiness, Storage } from "@warifu/rules";

/** As much as a large commit, so that the last free page of a disk does not pass for room. */
const proofText = "x".repeat(256 * 1024);
const proof = { kind: "probe", id: "probe" };

/**
 * Tells the database's own troubles in one way on every path, and remembers them: after a write failed for such a reason the
 * store is ready again only when a write of some size has gone through.
 * @param told turns an error of the database into StoreBusy where nothing was written; leaves any other as it is
 */
export function watchTrouble(storage: Storage, told: (error: unknown) => unknown): Storage {
  let isTroubled = false;
  const tell = (error: unknown): unknown => {
    const telling = told(error);
    isTroubled ||= isEverybodys(telling);
    return telling;
  };
  const isWritable = async (): Promise<Readiness> => {
    try {
      await storage.put(proof.kind, proof.id, proofText, 1);
      await storage.remove(proof.kind, proof.id);
      isTroubled = false;
      return "ready";
    } catch (error) {
      const trouble = told(error);
      return trouble instanceof StoreBusy && onlyWriting.has(trouble.trouble) ? "readOnly" : "unreachable";
    }
  };
  const watched = Object.fromEntries(
    Object.entries(storage).map(([name, method]) => [
      name,
      async (...values: unknown[]): Promise<unknown> => {
        try {
          return await (method as (...asked: unknown[]) => unknown)(...values);
        } catch (error) {
          throw tell(error);
        }
      },
    ]),
  ) as unknown as Storage;
  return {
    ...watched,
    async act(subjects, decide) {
      const slots = await watched.act(subjects, decide);
      // What cannot be read of one customer is that customer's trouble: it says nothing about the store.
      return slots.map((slot) => (slot.status === "fulfilled" ? slot : { ...slot, reason: told(slot.reason) }));
    },
    async ready() {
      const readiness = await storage.ready();
      return readiness === "ready" && isTroubled ? isWritable() : readiness;
    },
  };
}

/** Reading still works. */
const onlyWriting: ReadonlySet<string> = new Set(["full", "readOnly", "brokenDisk"]);

/** Too many requests pass by themselves, and a damaged page is the trouble of those whose rows lie on it. */
function isEverybodys(error: unknown): boolean {
  if (error instanceof OutcomeUnknown) return true;
  return error instanceof StoreBusy && error.trouble !== "overloaded" && error.trouble !== "damaged";
}
