import type { Service } from "../../../service.ts";
import { applicationRoutes } from "./application.ts";
import { customerRoutes } from "./customer.ts";
import type { ApiScope } from "./describe.ts";
import { stopRoutes } from "./stops.ts";
import { verificationRoutes } from "./verification.ts";

/** Every path of REST v1, in the order of the document. */
export function registerRoutes(scope: ApiScope, service: Service): void {
  applicationRoutes(scope, service);
  customerRoutes(scope, service);
  verificationRoutes(scope, service);
  stopRoutes(scope, service);
}
