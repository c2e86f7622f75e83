import { accentStyles } from "@warifu/pages";
import type { Brand } from "@warifu/rules";
import type { FastifyInstance, FastifyReply } from "fastify";
import { ProblemError } from "../../../http/problem.ts";
import type { Gate } from "../gate.ts";

/** Opened as a page of its own, a logo may do nothing at all; it was read strictly when it came (brand/read-logo.ts). */
const pictureCsp = "default-src 'none'; sandbox; frame-ancestors 'none'";
const anHour = "public, max-age=3600";

type Request = { Params: { serviceId: string } };

/**
 * `GET /brand/:serviceId/colours.css` and `GET /brand/:serviceId/logo`: an institution's look, from the gate's own origin, as a
 * style sheet and a picture. Nothing in it is private; what there is not is not found.
 */
export function brandRoutes(app: FastifyInstance, gate: Gate): void {
  app.get<Request>("/brand/:serviceId/colours.css", { exposeHeadRoute: false }, async (request, reply) => {
    const brand = await brandOf(gate, request.params.serviceId);
    return send(reply, "text/css; charset=utf-8", accentStyles(brand));
  });

  app.get<Request>("/brand/:serviceId/logo", { exposeHeadRoute: false }, async (request, reply) => {
    const { logo } = await brandOf(gate, request.params.serviceId);
    if (logo === null) throw new ProblemError("notFound");
    void reply.header("content-disposition", "attachment").header("content-security-policy", pictureCsp);
    return send(reply, logo.type, Buffer.from(logo.bytes));
  });
}

async function brandOf({ service: { storage } }: Gate, serviceId: string): Promise<Brand> {
  const institution = await storage.institutionByServiceId(serviceId);
  const brand = institution === null ? null : await storage.brand(institution.institutionId);
  if (brand === null) throw new ProblemError("notFound");
  return brand;
}

function send(reply: FastifyReply, type: string, content: string | Buffer): FastifyReply {
  return reply.type(type).header("cache-control", anHour).send(content);
}
