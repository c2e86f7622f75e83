import { isUsedUp, pendingToken, statusAt } from "@warifu/rules";
import type { CustomerState, OutgoingMail, Token } from "@warifu/rules";
import type { FastifyInstance } from "fastify";
import type { ServerResponse } from "node:http";
import { describeError } from "../../../telemetry/log.ts";
import type { Gate } from "../gate.ts";
import type { Stage } from "../screens/confirm/stage.ts";
import { lookAtCustomer, openVisit } from "../visit/visit.ts";
import type { Visit } from "../visit/visit.ts";

const checkEveryMs = 1000;
/** The browser opens the next stream by itself; an answer that ends keeps proxies and forgotten tabs from piling up. */
const longestMs = 5 * 60 * 1000;
const streamsAtOnce = 500;
const streamsPerVisit = 4;

/** What G-120 shows by itself: how far the set-up is and what became of the mail. No code, no address, no ID. */
export interface Progress {
  readonly stage: Stage;
  readonly mail: OutgoingMail["delivery"] | "none";
}

/**
 * `GET /interaction/:uid/progress?token=…`: server-sent events for the browser that holds the visit's cookie, one at once and
 * one for every change, about the token that the page was written for (else the newest). Looks into storage once a second per stream, closes at the end of the set-up, and is bounded in number.
 */
export function progressRoute(app: FastifyInstance, gate: Gate): void {
  const streams = new Map<string, Set<ServerResponse>>();
  let open = 0;

  app.get<{ Params: { uid: string } }>(
    "/interaction/:uid/progress",
    { exposeHeadRoute: false },
    async (request, reply) => {
      const visit = await openVisit(gate, request, reply);
      if (visit === null) return reply.code(403).send({ code: "sessionEnded" });
      const ofVisit = streams.get(visit.uid) ?? new Set<ServerResponse>();
      // 204 tells the browser not to come back (HTML §9.2.3); the page then has its ordinary link.
      if (open >= streamsAtOnce || ofVisit.size >= streamsPerVisit) return reply.code(204).send();

      reply.hijack();
      const response = reply.raw;
      response.writeHead(200, { "content-type": "text/event-stream; charset=utf-8", "x-accel-buffering": "no" });
      response.write("retry: 2000\n\n");
      open += 1;
      streams.set(visit.uid, ofVisit.add(response));
      response.once("close", () => {
        open -= 1;
        ofVisit.delete(response);
        if (ofVisit.size === 0) streams.delete(visit.uid);
      });
      tell(gate, visit, tokenAsked(request.query), response);
      return reply;
    },
  );

  app.addHook("preClose", async () => {
    for (const ofVisit of streams.values()) for (const response of ofVisit) response.end();
  });
}

function tokenAsked(query: unknown): string | null {
  const token = typeof query === "object" && query !== null ? Reflect.get(query, "token") : null;
  return typeof token === "string" ? token : null;
}

/** So often in a row the last try has to be seen without a result: while it is under way nobody knows yet. */
const usedUpLooks = 4;

function tell(gate: Gate, visit: Visit, tokenId: string | null, response: ServerResponse): void {
  let last = "";
  let usedUpSeen = 0;
  let timer: NodeJS.Timeout | undefined;
  const started = performance.now();
  response.once("close", () => clearTimeout(timer));

  const look = async () => {
    try {
      const seen = await lookAtProgress(gate, visit, tokenId);
      if (response.closed || response.writableEnded) return;
      usedUpSeen = seen.stage === "usedUp" ? usedUpSeen + 1 : 0;
      const early = usedUpSeen > 0 && usedUpSeen < usedUpLooks;
      const progress: Progress = early ? { ...seen, stage: "waiting" } : seen;
      const event = JSON.stringify(progress);
      if (event !== last) response.write(`data: ${event}\n\n`);
      last = event;
      const isLast = ["replaced", "inUse", "over"].includes(progress.stage);
      const over = isLast || performance.now() - started > longestMs;
      if (over) response.end();
      else timer = setTimeout(() => void look(), checkEveryMs);
    } catch (error) {
      gate.service.log.warn({ error: describeError(error) }, "progress stopped");
      response.end();
    }
  };
  void look();
}

async function lookAtProgress(gate: Gate, visit: Visit, tokenId: string | null): Promise<Progress> {
  const state = await lookAtCustomer(gate, visit);
  const token = state.tokens.find((candidate) => tokenId === null || candidate.tokenId === tokenId);
  if (token === undefined) return { stage: "over", mail: "none" };
  return { stage: stageOf(token, state, gate.service.nowMs()), mail: (await mailOf(gate, token))?.delivery ?? "none" };
}

function stageOf(token: Token, state: CustomerState, nowMs: number): Stage {
  const status = statusAt(token, nowMs);
  switch (status) {
    case "issued":
      return isUsedUp(token) ? "usedUp" : "waiting";
    case "inUse":
    case "activated":
      return status;
    case "paused":
      // Told at the code's field, with its time.
      return token.life === "inUse" ? "inUse" : "activated";
    case "revoked":
      return pendingToken(state, nowMs) === undefined ? "over" : "replaced";
    default:
      return "over";
  }
}

/** The newest mail with the token's issue notice; null where none was ever queued. */
export async function mailOf(gate: Gate, token: Token): Promise<OutgoingMail | null> {
  const mails = await gate.service.storage.mailsOfToken(token.tokenId);
  return mails.find((mail) => mail.order.kind === "tokenIssued") ?? null;
}
