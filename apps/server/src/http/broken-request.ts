import { bareHeaders, edgeFaultOf } from "@warifu/wire/http-edge";
import type { FastifyInstance } from "fastify";
import { ProblemError } from "./problem.ts";

/** Refuses what reads as one request here and as another at the next server, and bodies that we could only misread. */
export function refuseBroken(app: FastifyInstance): void {
  app.addHook("onRequest", (request, reply, done) => {
    const fault = edgeFaultOf(request.raw);
    if (fault === null) return done();
    if (fault === "unsupportedMediaType") reply.header("accept-encoding", "identity");
    done(new ProblemError(fault));
  });
}

/** For an answer that is written before any hook has run. */
export function bareAnswerHeaders(requestId: string): Readonly<Record<string, string>> {
  return { ...bareHeaders, "x-request-id": requestId };
}
