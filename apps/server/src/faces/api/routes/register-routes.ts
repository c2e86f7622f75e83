import type { ApiService } from "../api-service.ts";
import { applicationRoutes } from "./application.ts";
import { customerRoutes } from "./customer.ts";
import type { ApiScope } from "./describe.ts";
import { eventRoutes } from "./events.ts";
import { resyncRoutes } from "./resync.ts";
import { stopRoutes } from "./stops.ts";
import { verificationBatchRoutes } from "./verification-batch.ts";
import { verificationRoutes } from "./verification.ts";

/** Every path of REST v1, in the order of the document. */
export function registerRoutes(scope: ApiScope, service: ApiService): void {
  applicationRoutes(scope, service);
  customerRoutes(scope, service);
  verificationRoutes(scope, service);
  verificationBatchRoutes(scope, service);
  resyncRoutes(scope, service);
  stopRoutes(scope, service);
  eventRoutes(scope, service);
}
