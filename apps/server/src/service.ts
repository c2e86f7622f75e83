import type { ActivationServer } from "@warifu/activation/server";
import type { Actor, Deciding, Institution, Storage, Subject } from "@warifu/rules";
import type { FastifyBaseLogger } from "fastify";
import type { Config } from "./configuration/config.ts";
import type { Metrics } from "./telemetry/metrics.ts";

/**
 * Performs one act on one customer: locks, decides, commits, and only then answers. A subject with a once key that was used
 * for the same request gets the first answer again.
 * @throws OutcomeUnknown when the commit's result is unknown · StoreBusy, ClockAhead, ClockApart: come back in a moment · Throttled
 *   (a code, while too many wrong ones come for the institution) · OnceKeyTaken · whatever `decide` threw
 */
export type Perform = <Outcome>(
  institution: Institution,
  subject: Subject,
  actor: Actor,
  decide: Deciding<Outcome>,
) => Promise<Outcome>;

/** Several acts of one institution in one commit, decided in order; one that throws leaves the others alone. */
export type PerformAll = <Outcome>(
  institution: Institution,
  subjects: readonly Subject[],
  actor: Actor,
  decide: Deciding<Outcome>,
) => Promise<PromiseSettledResult<Outcome>[]>;

/** What every face and job receives; wired by hand in compose.ts. */
export interface Service {
  readonly config: Config;
  /** Milliseconds since the Unix epoch. The only clock. */
  readonly nowMs: () => number;
  readonly storage: Storage;
  readonly perform: Perform;
  readonly performAll: PerformAll;
  /** Whether codes are decided at this moment; false while the clock is not to be trusted, and `perform` throws ClockApart for them. */
  mayDecide(): boolean;
  /** It was told to stop: whoever asks is still answered, but should go elsewhere next time. */
  isStopping(): boolean;
  /** OPAQUE server half with the service's own set-up. */
  readonly activation: ActivationServer;
  /** Keys shared by all nodes, kept sealed in the database. */
  readonly keys: {
    /** Newest first; signs cookies. */
    readonly cookieKeys: readonly string[];
    /** Private JWKS of the OpenID provider, newest first. */
    readonly openidJwks: { readonly keys: readonly Record<string, unknown>[] };
  };
  /** Drops every field that is not on its list (telemetry/log.ts). */
  readonly log: FastifyBaseLogger;
  readonly metrics: Metrics;
  /** Ends what the service holds open. Faces and jobs are stopped before. */
  close(): Promise<void>;
}
