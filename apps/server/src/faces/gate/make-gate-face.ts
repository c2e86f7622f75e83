import type { FastifyInstance } from "fastify";
import { serveAssets } from "../../http/assets.ts";
import { limitRate } from "../../http/limit-rate.ts";
import { makeApp } from "../../http/make-app.ts";
import type { Service } from "../../service.ts";
import { makeProvider } from "./openid/make-provider.ts";
import { mountProvider } from "./openid/mount-provider.ts";
import { brandRoutes } from "./routes/brand.ts";
import { confirmRoutes } from "./routes/confirm.ts";
import { issueRoutes } from "./routes/issue.ts";
import { lengthenRoute } from "./routes/lengthen.ts";
import { progressRoute } from "./routes/progress.ts";
import { promptRoutes } from "./routes/prompt.ts";
import { showRoutes } from "./routes/show.ts";
import { renderOpenidError } from "./screens/notice/openid-error.ts";
import { renderProblem } from "./screens/notice/send-notice.ts";

/** The face of the customer's browser: OpenID provider for the bank, and the hosted screens of 手順1, 手順2 and 手順5. */
export async function makeGateFace(service: Service): Promise<FastifyInstance> {
  const app = await makeApp(service, {
    face: "gate",
    forms: true,
    renderProblem: (problem, request, reply) => renderProblem(service, problem, request, reply),
  });
  await serveAssets(app);
  const provider = await makeProvider(service, (ctx) => renderOpenidError(service, ctx));
  const gate = { service, provider };
  await mountProvider(app, provider);
  await app.register(async (screens) => {
    await limitRate(screens, { perMinute: 1200 });
    showRoutes(screens, gate);
    issueRoutes(screens, gate);
    confirmRoutes(screens, gate);
    promptRoutes(screens, gate);
    progressRoute(screens, gate);
    lengthenRoute(screens, gate);
    brandRoutes(screens, gate);
  });
  return app;
}
