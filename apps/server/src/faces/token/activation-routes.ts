import { isServiceId } from "@warifu/otp";
import {
  activationFinishSchema,
  activationPaths,
  activationReceiptSchema,
  activationStartSchema,
  activationStatus,
  activationStatusAskedSchema,
} from "@warifu/wire/activation";
import type {
  ActivationCode,
  ActivationFinished,
  ActivationInstitution,
  ActivationReceived,
  ActivationSettings,
  ActivationStarted,
  ActivationStatusTold,
  ActivationTime,
} from "@warifu/wire/activation";
import type { FastifyInstance, FastifyReply } from "fastify";
import { randomBytes } from "node:crypto";
import { faceCookie } from "../../http/cookies.ts";
import { ProblemError } from "../../http/problem.ts";
import type { Service } from "../../service.ts";
import { hashOf } from "./exchange.ts";
import { finishExchange } from "./finish-exchange.ts";
import { institutionView } from "./institution-view.ts";
import { takeReceipt } from "./take-receipt.ts";
import { startExchange } from "./start-exchange.ts";
import { tellTokenStatus } from "./tell-token-status.ts";

/** Longest that browsers keep a cookie. */
const markerSeconds = 400 * 24 * 60 * 60;

/** A phone asks when its app is opened and about once a minute while it is looked at; while 手順5 is waited for, every ten seconds. */
const statusAsksPerMinute = 20;

/** HTTP's thin edge of 手順3: schema → one act → status. */
export function answerActivation(app: FastifyInstance, service: Service, pause: Pause): void {
  const marker = faceCookie(service.config, "token", "installed", { sameSite: "strict" });

  app.get(activationPaths.time, (): ActivationTime => ({ nowMs: Math.trunc(service.nowMs()) }));

  app.get(activationPaths.settings, async (request, reply) => {
    const institutions = await service.storage.institutions();
    const browserTabAnywhere = institutions.some(({ policy }) => policy.browserTabSetup);
    const installedBefore = marker.read(request) !== undefined;
    return reply.send({ browserTabAnywhere, installedBefore } satisfies ActivationSettings);
  });

  app.get(activationPaths.institution, async (request, reply) => {
    const { serviceId } = request.params as { readonly serviceId: string };
    const institution = isServiceId(serviceId) ? await service.storage.institutionByServiceId(serviceId) : null;
    return institution
      ? (institutionView(institution) satisfies ActivationInstitution)
      : refuse(reply, "unknownService");
  });

  app.post(activationPaths.start, async (request, reply) => {
    const started = await startExchange(service, checked(activationStartSchema, request.body));
    await untilTheBeat(reply, pause);
    return started ? (started satisfies ActivationStarted) : refuse(reply, "activationRefused");
  });

  app.post(activationPaths.finish, async (request, reply) => {
    const finished = await finishExchange(service, checked(activationFinishSchema, request.body));
    return finished ? (finished satisfies ActivationFinished) : await refuseOnTheBeat(reply, pause);
  });

  app.post(activationPaths.receipt, async (request, reply) => {
    const received = await takeReceipt(service, checked(activationReceiptSchema, request.body));
    if (!received) return await refuseOnTheBeat(reply, pause);
    // Outlives an eviction of the phone's storage, so that a vanished token opens "lost" and not "first time".
    if (marker.read(request) === undefined) marker.set(reply, randomBytes(16).toString("base64url"), markerSeconds);
    return received satisfies ActivationReceived;
  });

  const asksOfOneToken = app.createRateLimit({
    max: statusAsksPerMinute,
    timeWindow: 60_000,
    // Counted before anything is looked up: nobody's user ID is answered as often as one that somebody has.
    keyGenerator: ({ body }) => {
      const { serviceId, userId } = checked(activationStatusAskedSchema, body);
      return hashOf(`${serviceId}|${userId}`);
    },
  });
  app.post(activationPaths.status, async (request, reply) => {
    const asked = checked(activationStatusAskedSchema, request.body);
    const limit = await asksOfOneToken(request);
    if (!limit.isAllowed && limit.isExceeded) throw new ProblemError("tooManyRequests");
    const told = await tellTokenStatus(service, asked);
    return told ? (told satisfies ActivationStatusTold) : await refuseOnTheBeat(reply, pause);
  });
}

/** Waits so many milliseconds; tests hand in their own. */
export type Pause = (milliseconds: number) => Promise<void>;

/**
 * Commits are even in number (performEvenly), but not in what they write. An answer that must not tell a known user ID from nobody's
 * leaves on the next beat after its request came.
 */
export const beatMs = 100;

async function untilTheBeat(reply: FastifyReply, pause: Pause): Promise<void> {
  await pause(beatMs - (reply.elapsedTime % beatMs));
}

async function refuseOnTheBeat(reply: FastifyReply, pause: Pause): Promise<FastifyReply> {
  await untilTheBeat(reply, pause);
  return refuse(reply, "activationRefused");
}

function refuse(reply: FastifyReply, code: ActivationCode): FastifyReply {
  return reply.code(activationStatus[code]).send({ code });
}

interface Schema<Output> {
  safeParse(input: unknown): { success: true; data: Output } | { success: false };
}

function checked<Output>(schema: Schema<Output>, body: unknown): Output {
  const result = schema.safeParse(body);
  if (!result.success) throw new ProblemError("malformed");
  return result.data;
}
