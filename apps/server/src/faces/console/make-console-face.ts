import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { FastifyInstance } from "fastify";
import { serveAssets } from "../../http/assets.ts";
import { makeApp } from "../../http/make-app.ts";
import type { Service } from "../../service.ts";
import { customerRoutes } from "./customer/customer-routes.ts";
import { consoleStylesheet } from "./frame/console-page.ts";
import { onlyAtDesk, seatStaff } from "./frame/desk.ts";
import { onlyActing } from "./frame/only-acting.ts";
import { sendProblem } from "./frame/problem-page.ts";
import { homeRoutes } from "./home/home-routes.ts";
import { applicationRoutes } from "./procedures/application-routes.ts";
import { checkRoutes } from "./procedures/check-routes.ts";
import { stopRoutes } from "./procedures/stop-routes.ts";
import { searchRoutes } from "./search/search-routes.ts";
import { passkeyRoutes } from "./sign-in/passkey-routes.ts";
import { signInRoutes } from "./sign-in/sign-in-routes.ts";

/** Passkeys and nothing else of what a browser can do. */
const permissionsPolicy =
  "publickey-credentials-get=(self), publickey-credentials-create=(self), camera=(), geolocation=(), microphone=(), payment=(), usb=()";

/** The face of branch staff: sign-in, search, customer, procedures. Not listening yet. */
export async function makeConsoleFace(service: Service): Promise<FastifyInstance> {
  const app = await makeApp(service, {
    face: "console",
    forms: true,
    permissionsPolicy,
    addHooks: (base) => seatStaff(base, service),
    renderProblem: (problem, request, reply) => sendProblem(service, request, reply, problem),
  });
  const css = readFileSync(join(import.meta.dirname, "console.css"), "utf8");
  await serveAssets(app);
  app.get(consoleStylesheet, (_request, reply) => reply.type("text/css; charset=utf-8").send(css));
  await app.register(async (scope) => {
    await signInRoutes(scope, service);
  });
  await app.register(async (scope) => {
    onlyAtDesk(scope, service);
    homeRoutes(scope, service);
    passkeyRoutes(scope, service);
    searchRoutes(scope, service);
    customerRoutes(scope, service);
    await scope.register(async (acting) => {
      onlyActing(acting, service);
      applicationRoutes(acting, service);
      stopRoutes(acting, service);
      checkRoutes(acting, service);
    });
  });
  return app;
}
