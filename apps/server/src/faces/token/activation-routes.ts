import { isServiceId } from "@warifu/otp";
import {
  activationFinishSchema,
  activationPaths,
  activationReceiptSchema,
  activationStartSchema,
  activationStatus,
} from "@warifu/wire/activation";
import type {
  ActivationCode,
  ActivationFinished,
  ActivationInstitution,
  ActivationReceived,
  ActivationSettings,
  ActivationStarted,
  ActivationTime,
} from "@warifu/wire/activation";
import type { FastifyInstance, FastifyReply } from "fastify";
import { randomBytes } from "node:crypto";
import { faceCookie } from "../../http/cookies.ts";
import { ProblemError } from "../../http/problem.ts";
import type { Service } from "../../service.ts";
import { finishExchange } from "./finish-exchange.ts";
import { institutionView } from "./institution-view.ts";
import { takeReceipt } from "./take-receipt.ts";
import { startExchange } from "./start-exchange.ts";

/** Longest that browsers keep a cookie. */
const markerSeconds = 400 * 24 * 60 * 60;

/** HTTP's thin edge of 手順3: schema → one act → status. */
export function answerActivation(app: FastifyInstance, service: Service): void {
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
    return started ? (started satisfies ActivationStarted) : refuse(reply, "activationRefused");
  });

  app.post(activationPaths.finish, async (request, reply) => {
    const finished = await finishExchange(service, checked(activationFinishSchema, request.body));
    return finished ? (finished satisfies ActivationFinished) : refuse(reply, "activationRefused");
  });

  app.post(activationPaths.receipt, async (request, reply) => {
    const received = await takeReceipt(service, checked(activationReceiptSchema, request.body));
    if (!received) return refuse(reply, "activationRefused");
    // Outlives an eviction of the phone's storage, so that a vanished token opens "lost" and not "first time".
    if (marker.read(request) === undefined) marker.set(reply, randomBytes(16).toString("base64url"), markerSeconds);
    return received satisfies ActivationReceived;
  });
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
