import type { IncomingMessage } from "node:http";

const ids = new WeakMap<IncomingMessage, string>();

/** Remembers the number of a request that is handed over to the provider, which knows nothing of ours. */
export function noteRequestId(request: IncomingMessage, id: string): void {
  ids.set(request, id);
}

/** The number under which the log has this request; to be read out to support. */
export function requestIdOf(request: IncomingMessage): string {
  return ids.get(request) ?? "";
}
