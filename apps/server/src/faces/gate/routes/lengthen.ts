import type { FastifyInstance } from "fastify";
import type { Gate } from "../gate.ts";
import { lengthenVisit } from "../visit/visit-end.ts";
import { openVisit } from "../visit/visit.ts";

/**
 * `POST /interaction/:uid/lengthen`: 延長する, asked by the page's script so that nothing that was entered is lost. Answers how long
 * the visit still lasts and whether that was the last time. A visit that is over stays over.
 */
export function lengthenRoute(app: FastifyInstance, gate: Gate): void {
  app.post<{ Params: { uid: string } }>("/interaction/:uid/lengthen", async (request, reply) => {
    const visit = await openVisit(gate, request, reply);
    if (visit === null) return reply.code(403).send({ code: "sessionEnded" });
    const { endsAtMs, lastAtMs } = await lengthenVisit(gate, visit.uid, visit.end);
    return { remainingMs: endsAtMs - gate.service.nowMs(), isLast: endsAtMs >= lastAtMs };
  });
}
