import { OutcomeUnknown, StoreBusy } from "@warifu/rules";
import type { Storage } from "@warifu/rules";

/**
 * Has the store look, before anybody is served, whether its database has lost something (an older copy put back, another timeline): the
 * store deals with that before it decides anything, and on a quiet service the first thing to decide may be hours away. A command that
 * opens the database does not ask: with `fence raise` an operator declares what became of it, and less is then enough.
 */
export async function noticeHistory(storage: Pick<Storage, "act" | "institutions">): Promise<void> {
  try {
    const [institution] = await storage.institutions();
    // Before the first institution there is nothing to lose.
    if (institution === undefined) return;
    const nobody = { institutionId: institution.institutionId, customerId: "-" };
    await storage.act([nobody], () => ({ outcome: null, changes: {}, events: [], mails: [] }));
  } catch (error) {
    // It cannot be written now, and /readyz says so: it is dealt with before the first act, whenever that can be.
    if (!(error instanceof StoreBusy) && !(error instanceof OutcomeUnknown)) throw error;
  }
}
