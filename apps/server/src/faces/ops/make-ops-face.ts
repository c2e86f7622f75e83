import type { Readiness } from "@warifu/rules";
import type { FastifyInstance } from "fastify";
import { makeApp } from "../../http/make-app.ts";
import type { Service } from "../../service.ts";

/** The operator's face. It has no log-in: it listens where only the operator's machines can reach it. */
export async function makeOpsFace(service: Service): Promise<FastifyInstance> {
  const app = await makeApp(service, { face: "ops" });

  /** The process runs. Restart it when this does not answer. */
  app.get("/healthz", () => ({ status: "ok" }));

  /** It can serve: send it requests only while this answers 200. */
  app.get("/readyz", async (_request, reply) => {
    const readiness = await readinessOf(service);
    return reply.code(readiness === "ready" ? 200 : 503).send({ status: readiness });
  });

  app.get("/metrics", async (_request, reply) => {
    return reply.type(service.metrics.contentType).send(await service.metrics.text());
  });
  return app;
}

async function readinessOf({ storage, mayDecide, isStopping }: Service): Promise<Readiness | "stopping"> {
  if (isStopping()) return "stopping";
  try {
    const ofStorage = await storage.ready();
    return ofStorage === "ready" && !mayDecide() ? "clockApart" : ofStorage;
  } catch {
    return "unreachable";
  }
}
