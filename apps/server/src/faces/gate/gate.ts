import type { Actor } from "@warifu/rules";
import type { Provider } from "oidc-provider";
import type { Service } from "../../service.ts";

/** What every route of this face receives. */
export interface Gate {
  readonly service: Service;
  readonly provider: Provider;
}

/** Whoever acts here is the customer in an own bank session. */
export const gateActor: Actor = { kind: "customer", id: null, channel: "gate" };
