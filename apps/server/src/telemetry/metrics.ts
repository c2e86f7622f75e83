import { collectDefaultMetrics, Counter, Gauge, Registry } from "prom-client";
import type { EventType } from "@warifu/rules";
import type { FaceName } from "../configuration/faces.ts";
import { makeSpread, makeTally } from "./tally.ts";

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

/** Whose fault it is that the mail server does not take our mails, told to the operator: never the customer's. */
export type ServerComplaint = "login" | "encryption" | "sender" | "policy" | "protocol" | "content" | "system";

/**
 * `back`: moments that have been come again. `ahead`: so far that nothing is decided until somebody believes it. `returned`: a step ahead was taken back, nothing
 * comes again that had been. `caughtUp`: a clock that went back is where it was.
 */
export type ClockNews = "back" | "ahead" | "returned" | "caughtUp";

/** What the service counts. Labels are fixed words and route patterns: never a customer, institution, token or address. */
export interface Metrics {
  answered(answer: { face: FaceName; method: string; route: string; status: number; seconds: number }): void;
  /** An audit event was committed. `reason` is a refusal code or "". */
  committed(type: EventType, reason: string): void;
  mail(outcome: "sent" | "failed" | "deferred", kind: string): void;
  /** The store raised the fence by itself; `change` says what it found. */
  fenceRaised(change: string): void;
  /** The mail server takes no mail from us, whoever it is for. */
  mailServerRefused(about: ServerComplaint): void;
  radius(outcome: RadiusOutcome): void;
  /** A commit of the store: how many acts shared it, how long it took from its begin. */
  commit(commit: { readonly size: number; readonly seconds: number }): void;
  /** So many acts wait for their commit at this moment. */
  waiting(acts: number): void;
  /** A code was turned away before it was compared, whoever it was for. */
  codeStopped(reason: "throttled" | "clockApart"): void;
  guessingNoticed(): void;
  /** Something about the clock that is not as it should be, or is so again. */
  clock(news: ClockNews): void;
  /** Whether codes are refused at this moment because of the clock. */
  clockApart(isApart: boolean): void;
  /** Prometheus text format, and its content type. */
  text(): Promise<string>;
  readonly contentType: string;
}

export function makeMetrics({ ofProcess }: { ofProcess: boolean }): Metrics {
  const registry = new Registry();
  if (ofProcess) collectDefaultMetrics({ register: registry, prefix: "warifu_" });
  const answers = makeSpread(
    {
      name: "warifu_http_seconds",
      help: "Time from request to answer, by face, method, route pattern and status.",
      labelNames: ["face", "method", "route", "status"],
    },
    [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
  );
  const events = makeTally({
    name: "warifu_events_total",
    help: "Audit events committed by this node, by type and refusal code.",
    labelNames: ["type", "reason"],
  });
  const commitSeconds = makeSpread(
    { name: "warifu_commit_seconds", help: "Time of one commit, which several acts share.", labelNames: [] },
    [0.0005, 0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
  );
  const commitActs = makeSpread(
    { name: "warifu_commit_acts", help: "How many acts shared one commit.", labelNames: [] },
    [1, 2, 4, 8, 16, 32, 64, 128, 256, 512],
  );
  const codesStopped = makeTally({
    name: "warifu_codes_stopped_total",
    help: "Codes turned away before they were compared: too many wrong ones at the institution, or the clock not right.",
    labelNames: ["reason"],
  });
  const waiting = new Gauge({
    name: "warifu_acts_waiting",
    help: "Acts that wait for their commit.",
    registers: [registry],
  });
  const guessing = new Counter({
    name: "warifu_guessing_noticed_total",
    help: "How often so many wrong codes came in a minute that somebody may be guessing.",
    registers: [registry],
  });
  const clock = new Counter({
    name: "warifu_clock_steps_total",
    help: "Steps of the clock: back, ahead (by more than an hour), returned (a step ahead taken back), caughtUp.",
    labelNames: ["step"],
    registers: [registry],
  });
  const clockApart = new Gauge({
    name: "warifu_clock_apart",
    help: "1 while codes are refused because the clock went back or differs from the database's.",
    registers: [registry],
  });
  const counted = [answers, events, commitSeconds, commitActs, codesStopped];
  const mails = new Counter({
    name: "warifu_mails_total",
    help: "Mails by kind and what became of them: sent, failed for good, deferred.",
    labelNames: ["kind", "outcome"],
    registers: [registry],
  });
  const fence = new Counter({
    name: "warifu_fence_raised_total",
    help: "How often the fence was raised by itself because of the database: timeline, cluster, database, tables, position, older, elsewhere.",
    labelNames: ["change"],
    registers: [registry],
  });
  const mailServer = new Counter({
    name: "warifu_mail_server_refusals_total",
    help: "How often the mail server took no mail from us, whoever it was for: login, encryption, sender, policy, protocol, content, system.",
    labelNames: ["about"],
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
      answers.observe(seconds, face, method, route, status);
    },
    committed: (type, reason) => events.count(type, reason),
    commit: ({ size, seconds }) => {
      commitSeconds.observe(seconds);
      commitActs.observe(size);
    },
    waiting: (acts) => waiting.set(acts),
    codeStopped: (reason) => codesStopped.count(reason),
    guessingNoticed: () => guessing.inc(),
    clock: (step) => clock.inc({ step }),
    clockApart: (isApart) => clockApart.set(isApart ? 1 : 0),
    mail: (outcome, kind) => mails.inc({ outcome, kind }),
    fenceRaised: (change) => fence.inc({ change }),
    mailServerRefused: (about) => mailServer.inc({ about }),
    radius: (outcome) => radius.inc({ outcome }),
    text: async () => (await registry.metrics()) + counted.map((metric) => metric.text()).join(""),
    contentType: registry.contentType,
  };
}
