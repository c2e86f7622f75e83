import type { FastifyInstance } from "fastify";
import type { Service } from "../../../service.ts";
import { deskOf, mayAct } from "./desk.ts";
import { sendForbidden } from "./problem-page.ts";

/** For the routes of this scope: those who may only read are told so. */
export function onlyActing(app: FastifyInstance, service: Service): void {
  app.addHook("preHandler", async (request, reply) => {
    if (mayAct(deskOf(request))) return undefined;
    return sendForbidden(service, request, reply);
  });
}
