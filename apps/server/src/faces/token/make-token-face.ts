import { setTimeout } from "node:timers/promises";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { contentSecurityPolicy, wasmScripts } from "../../http/content-security-policy.ts";
import { limitRate } from "../../http/limit-rate.ts";
import { makeApp } from "../../http/make-app.ts";
import type { Problem } from "../../http/problem.ts";
import type { Service } from "../../service.ts";
import { answerActivation } from "./activation-routes.ts";
import type { Pause } from "./activation-routes.ts";
import { serveTokenApp } from "./serve-token-app.ts";

/** Everything from this origin only; WebAssembly for OPAQUE; one Trusted Types policy, for registering the service worker. */
const tokenAppCsp = contentSecurityPolicy({
  ...wasmScripts,
  "manifest-src": ["'self'"],
  "worker-src": ["'self'"],
  "form-action": ["'none'"],
  "trusted-types": ["warifu-sw"],
});

const permissionsPolicy =
  "camera=(self), clipboard-read=(self), clipboard-write=(self), screen-wake-lock=(self), " +
  "publickey-credentials-create=(self), publickey-credentials-get=(self), accelerometer=(), autoplay=(), display-capture=(), " +
  "encrypted-media=(), fullscreen=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), " +
  "picture-in-picture=(), usb=(), xr-spatial-tracking=()";

/** A carrier puts many phones behind one address: a flood is stopped, a busy morning is not. */
const requestsPerMinute = 600;

/** The phone's face: the token app and the protocol of its initial set-up. Nothing else lives on this origin. */
export async function makeTokenFace(
  service: Service,
  { appFolder, pause = pauseByTimer }: { appFolder?: string; pause?: Pause } = {},
): Promise<FastifyInstance> {
  const app = await makeApp(service, {
    face: "token",
    contentSecurityPolicy: tokenAppCsp,
    permissionsPolicy,
    renderProblem: answerProblem,
  });
  await app.register(async (protocol) => {
    await limitRate(protocol, { perMinute: requestsPerMinute });
    answerActivation(protocol, service, pause);
  });
  await serveTokenApp(app, appFolder);
  return app;
}

async function pauseByTimer(milliseconds: number): Promise<void> {
  await setTimeout(milliseconds);
}

/**
 * A code alone, in the words of the protocol. Somebody who followed an old or mistyped link is led to the app;
 * a missing file (sw.js above all) is never answered with a page.
 */
function answerProblem(problem: Problem, request: FastifyRequest, reply: FastifyReply): unknown {
  if (problem.code === "notFound" && wantsPage(request)) return reply.redirect("/", 302);
  const code = problem.status >= 500 ? "unavailable" : problem.code;
  return reply.code(problem.status === 500 ? 503 : problem.status).send({ code });
}

function wantsPage(request: FastifyRequest): boolean {
  const path = request.url.split("?")[0] ?? "";
  const isNavigation =
    request.headers["sec-fetch-mode"] === "navigate" || request.headers["sec-fetch-mode"] === undefined;
  return (
    request.method === "GET" &&
    path !== "/" &&
    isNavigation &&
    !path.startsWith("/activation/") &&
    !/\.[^/]*$/.test(path) &&
    (request.headers.accept ?? "").includes("text/html")
  );
}
