import { randomBytes, randomUUID } from "node:crypto";
import { isRegistrationRecord } from "@warifu/activation/server";
import { isMobileEmail, makeUserId, normaliseMobileEmail } from "@warifu/otp";
import { issue, skipIssuance, whatIsDue } from "@warifu/rules";
import type { Refusal, TokenId } from "@warifu/rules";
import type { FastifyInstance } from "fastify";
import type { Gate } from "../gate.ts";
import { gateActor } from "../gate.ts";
import { mayComeLater } from "../openid/proofs.ts";
import { writeNotes } from "../visit/notes.ts";
import type { IssueProblem } from "../visit/notes.ts";
import { finishVisit, lookAtCustomer, openVisit, subjectOf } from "../visit/visit.ts";
import type { Visit } from "../visit/visit.ts";
import { formField, step } from "./steps.ts";

const registrationKind = "gate-registration";
/** From pressing the button to the form's arrival: the browser's own work of a second or two, with room for a slow phone line. */
const registrationMs = 5 * 60 * 1000;
const registrationsPerVisit = 30;

/** A registration of an activation password that is half way: the user ID is chosen, the record still to come. */
interface PendingRegistration {
  readonly uid: string;
  readonly userId: string;
}

export function issueRoutes(app: FastifyInstance, gate: Gate): void {
  registrationRoute(app, gate);
  step(app, gate, "issue", async (visit, request) => {
    if (visit.purpose !== "login") return visit.links.here;
    const entered = enteredIn(request.body);
    const sendBack = async (problem: Partial<IssueProblem>) => {
      await writeNotes(gate, visit, {
        page: "issue",
        issueProblem: { ...noProblem, ...problem },
        ...shortened(entered),
      });
      return visit.links.here;
    };

    const mobileEmail = normaliseMobileEmail(entered.mobileEmail);
    const problem = whatIsWrong(mobileEmail, normaliseMobileEmail(entered.mobileEmailAgain));
    if (problem !== null) return sendBack(problem);

    const registrationRecord = formField(request.body, "registrationRecord");
    if (!isRegistrationRecord(registrationRecord)) return sendBack({ registration: "missing" });
    const pending = await takeRegistration(gate, visit, formField(request.body, "registrationId"));
    if (pending === null) return sendBack({ registration: "used" });

    const result = await issueToken(gate, visit, { userId: pending.userId, mobileEmail, registrationRecord });
    if (!result.ok) return sendBack(problemOf(result.refusal));
    await writeNotes(gate, visit, { page: "confirm", tokenId: result.value.tokenId });
    return visit.links.here;
  });

  step(app, gate, "skip", async (visit, request) => {
    if (visit.purpose !== "login") return visit.links.here;
    const entered = enteredIn(request.body);
    const typed = entered.mobileEmail + entered.mobileEmailAgain === "" ? {} : shortened(entered);
    const result = await gate.service.perform(visit.institution, subjectOf(visit), gateActor, (state, context) =>
      skipIssuance(state, {}, context),
    );
    await writeNotes(
      gate,
      visit,
      result.ok
        ? { page: "confirm", tokenId: result.value.tokenId }
        : { page: "issue", issueProblem: { ...noProblem, skip: result.refusal.code }, ...typed },
    );
    return visit.links.here;
  });

  step(app, gate, "later", async (visit, request, reply) => {
    const now = gate.service.nowMs();
    const due = whatIsDue(await lookAtCustomer(gate, visit), now);
    const allowed = visit.purpose === "login" && mayComeLater(visit.institution.policy, now) && due.kind === "issue";
    return allowed ? finishVisit(gate, request, reply, visit, "later") : visit.links.here;
  });
}

/** Half of OPAQUE registration (RFC 9807 §5): a user ID is drawn, and the browser's blinded password is answered. */
function registrationRoute(app: FastifyInstance, gate: Gate): void {
  const { service } = gate;
  app.post<{ Params: { uid: string } }>("/interaction/:uid/registration", async (request, reply) => {
    const visit = await openVisit(gate, request, reply);
    if (visit === null) return reply.code(403).send({ code: "sessionEnded" });
    const now = service.nowMs();
    const asked = await service.storage.count("gate-registrations", visit.uid, now, now + 60 * 60 * 1000);
    if (asked > registrationsPerVisit) return reply.code(429).send({ code: "tooManyRequests" });

    const { serviceId } = visit.institution;
    const userId = makeUserId(randomBytes(16));
    const registrationRequest = formField(request.body, "registrationRequest");
    const answer = service.activation.registrationResponse({ serviceId, userId, registrationRequest });
    if (!answer.ok) return reply.code(400).send({ code: "malformed" });

    const registrationId = randomUUID();
    const pending: PendingRegistration = { uid: visit.uid, userId };
    await service.storage.put(registrationKind, registrationId, pending, now + registrationMs);
    return { registrationId, serviceId, userId, registrationResponse: answer.value };
  });
}

/** Gives the pending registration to one caller only, and only to the visit that began it. */
async function takeRegistration(gate: Gate, visit: Visit, registrationId: string): Promise<PendingRegistration | null> {
  if (registrationId === "") return null;
  const taken = await gate.service.storage.take(registrationKind, registrationId, gate.service.nowMs());
  return isPending(taken) && taken.uid === visit.uid ? taken : null;
}

function isPending(value: unknown): value is PendingRegistration {
  return typeof value === "object" && value !== null && "uid" in value && "userId" in value;
}

function issueToken(
  gate: Gate,
  visit: Visit,
  what: { userId: string; mobileEmail: string; registrationRecord: string },
) {
  const tokenId = randomUUID() as string as TokenId;
  return gate.service.perform(visit.institution, subjectOf(visit), gateActor, (state, context) =>
    issue(state, { tokenId, ...what, locale: visit.language }, context),
  );
}

const noProblem: IssueProblem = {
  mobileEmail: null,
  mobileEmailAgain: null,
  registration: null,
  refusal: null,
  skip: null,
  untilMs: null,
};

function whatIsWrong(mobileEmail: string, again: string): Partial<IssueProblem> | null {
  const wrong = {
    mobileEmail: wrongInEmail(mobileEmail),
    mobileEmailAgain: again === "" ? "empty" : again === mobileEmail ? null : "differs",
  } as const;
  return wrong.mobileEmail === null && wrong.mobileEmailAgain === null ? null : wrong;
}

function wrongInEmail(mobileEmail: string): IssueProblem["mobileEmail"] {
  if (mobileEmail === "") return "empty";
  if (mobileEmail.length < 4) return "short";
  if (mobileEmail.length > 64) return "long";
  if (isMobileEmail(mobileEmail)) return null;
  // taro@docomo
  return /^[^@]+@[^@.]+\.?$/.test(mobileEmail) ? "incomplete" : "grammar";
}

function problemOf(refusal: Refusal): Partial<IssueProblem> {
  if (refusal.code === "badMobileEmail") return { mobileEmail: "grammar" };
  return { refusal: refusal.code, untilMs: refusal.untilMs ?? null };
}

/** What stands in the two address fields; beside 省略 they travel along, so that nobody types them twice. */
function enteredIn(body: unknown) {
  return {
    mobileEmail: formField(body, "mobileEmail"),
    mobileEmailAgain: formField(body, "mobileEmailAgain"),
  };
}

function shortened(entered: { mobileEmail: string; mobileEmailAgain: string }) {
  return { mobileEmail: entered.mobileEmail.slice(0, 200), mobileEmailAgain: entered.mobileEmailAgain.slice(0, 200) };
}
