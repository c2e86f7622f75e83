import type { StoredEvent } from "@warifu/rules";

/**
 * Set-ups that were begun and never finished, in a history that is newest first. With a wrong activation password the phone
 * itself notices (OPAQUE) and sends nothing more, so the service sees only that the last message never came. One that began
 * after `stillOpenSinceMs` may yet be finished.
 */
export function unfinishedStarts(events: readonly StoredEvent[], stillOpenSinceMs: number): ReadonlySet<StoredEvent> {
  const unfinished = new Set<StoredEvent>();
  const finishedNext = new Set<string>();
  for (const event of events) {
    const { type, tokenId, atMs } = event;
    if (tokenId === null) continue;
    if (type === "activation.finished") finishedNext.add(tokenId);
    if (type !== "activation.started") continue;
    if (!finishedNext.delete(tokenId) && atMs <= stillOpenSinceMs) unfinished.add(event);
  }
  return unfinished;
}
