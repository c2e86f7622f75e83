import type { FastifyInstance, FastifyReply } from "fastify";
import type { Gate } from "../gate.ts";
import { sendSessionEnded } from "../screens/notice/send-notice.ts";
import { openVisit } from "../visit/visit.ts";
import type { Visit, VisitRequest } from "../visit/visit.ts";

/** Does what the button asks for and gives the address to go on to. */
type Step = (visit: Visit, request: VisitRequest, reply: FastifyReply) => Promise<string>;

/**
 * One button of a gate screen: POST, from our own page (the app's hook), by the browser that holds the visit's cookie, and
 * always answered by a redirect (303), so that reloading or going back never sends anything twice.
 */
export function step(app: FastifyInstance, gate: Gate, name: string, act: Step): void {
  app.post<{ Params: { uid: string } }>(`/interaction/:uid/${name}`, async (request, reply) => {
    const visit = await openVisit(gate, request, reply);
    if (visit === null) return sendSessionEnded(gate, request, reply);
    return reply.redirect(await act(visit, request, reply), 303);
  });
}

/** A field of a posted form as text; absent, doubled or endless ones count as empty. */
export function formField(body: unknown, name: string): string {
  if (typeof body !== "object" || body === null || !Object.hasOwn(body, name)) return "";
  const value: unknown = Reflect.get(body, name);
  return typeof value === "string" && value.length <= 2000 ? value : "";
}
