import type { CustomerState, Decision, Storage, StoreContext, Subject } from "@warifu/rules";
import { afterEach } from "vitest";
import { decided, hanako, sampleCustomer, sampleToken, startMs } from "./samples.ts";

/** Opens an empty store. */
export type OpenFresh = (nowMs: () => number) => Promise<Storage>;

/** Opens stores for the tests of one `describe` and closes them after each. */
export function storeOf(openFresh: OpenFresh): (nowMs?: () => number) => Promise<Storage> {
  const open: Storage[] = [];
  afterEach(async () => {
    await Promise.all(open.splice(0).map((storage) => storage.close()));
  });
  return async (nowMs = () => startMs) => {
    const storage = await openFresh(nowMs);
    open.push(storage);
    return storage;
  };
}

/** One act about one subject. @throws what its slot holds */
export async function actOn<Outcome>(
  storage: Storage,
  subject: Subject,
  decide: (state: CustomerState, context: StoreContext) => Decision<Outcome>,
): Promise<Outcome> {
  const [slot] = await storage.act([subject], (state, _index, context) => decide(state, context));
  if (slot?.status === "fulfilled") return slot.value;
  throw slot?.reason;
}

/** Hanako with one token in use. */
export async function withHanako(storage: Storage): Promise<Storage> {
  await actOn(storage, hanako, () =>
    decided(null, { changes: { customer: sampleCustomer(), tokens: [sampleToken()] } }),
  );
  return storage;
}
