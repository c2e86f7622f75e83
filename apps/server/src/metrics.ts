import { collectDefaultMetrics, Counter, Histogram, Registry } from "prom-client";
import type { EventType } from "@warifu/rules";
import type { FaceName } from "./faces.ts";

/** What became of a datagram that arrived at the RADIUS face. */
export type RadiusOutcome =
  | "accepted"
  | "rejected"
  /** A retransmission: joined the request under way, or got its answer again. */
  | "repeated"
  /** Not answered, from here on: the sender's address is no client's … */
  | "unknownClient"
  | "malformed"
  | "wrongCode"
  | "badAuthenticator"
  /** … more requests than one client or the node may have under way … */
  | "tooMany"
  /** … identifier and authenticator of an earlier request in another one … */
  | "clash"
  /** … or busy, database away, result of the commit unknown. */
  | "unavailable";

/** What the service counts. Labels are fixed words and route patterns: never a customer, institution, token or address. */
export interface Metrics {
  answered(answer: { face: FaceName; method: string; route: string; status: number; seconds: number }): void;
  /** An audit event was committed. `reason` is a refusal code or "". */
  committed(type: EventType, reason: string): void;
  mail(outcome: "sent" | "failed" | "deferred", kind: string): void;
  radius(outcome: RadiusOutcome): void;
  /** Prometheus text format, and its content type. */
  text(): Promise<string>;
  readonly contentType: string;
}

export function makeMetrics({ ofProcess }: { ofProcess: boolean }): Metrics {
  const registry = new Registry();
  if (ofProcess) collectDefaultMetrics({ register: registry, prefix: "warifu_" });
  const answers = new Histogram({
    name: "warifu_http_seconds",
    help: "Time from request to answer, by face, method, route pattern and status.",
    labelNames: ["face", "method", "route", "status"],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  });
  const events = new Counter({
    name: "warifu_events_total",
    help: "Audit events committed by this node, by type and refusal code.",
    labelNames: ["type", "reason"],
    registers: [registry],
  });
  const mails = new Counter({
    name: "warifu_mails_total",
    help: "Mails by kind and what became of them: sent, failed for good, deferred.",
    labelNames: ["kind", "outcome"],
    registers: [registry],
  });
  const radius = new Counter({
    name: "warifu_radius_total",
    help: "RADIUS datagrams by what became of them; only accepted, rejected and repeated ones are answered.",
    labelNames: ["outcome"],
    registers: [registry],
  });
  return {
    answered: ({ face, method, route, status, seconds }) => {
      answers.observe({ face, method, route, status: String(status) }, seconds);
    },
    committed: (type, reason) => events.inc({ type, reason }),
    mail: (outcome, kind) => mails.inc({ outcome, kind }),
    radius: (outcome) => radius.inc({ outcome }),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}
