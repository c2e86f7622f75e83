import { issuancesAgainAtMs, issuancesLeft } from "@warifu/rules";
import type { CustomerState } from "@warifu/rules";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Gate } from "../gate.ts";
import { cannotShowScreen } from "../screens/cannot-show/cannot-show-screen.ts";
import { confirmOverScreen } from "../screens/confirm/confirm-over-screen.ts";
import { confirmScreen } from "../screens/confirm/confirm-screen.ts";
import { doneScreen } from "../screens/done/done-screen.ts";
import { issueScreen } from "../screens/issue/issue-screen.ts";
import { noticeScreen } from "../screens/notice/notice-screen.ts";
import { sendSessionEnded } from "../screens/notice/send-notice.ts";
import { promptScreen } from "../screens/prompt/prompt-screen.ts";
import type { Screen } from "../screens/screen.ts";
import { sendScreen } from "../screens/send-screen.ts";
import { dueScreen } from "../visit/due-screen.ts";
import type { DueScreen } from "../visit/due-screen.ts";
import { readNotes } from "../visit/notes.ts";
import type { VisitNotes } from "../visit/notes.ts";
import { finishVisit, lookAtCustomer, openVisit } from "../visit/visit.ts";
import type { Visit } from "../visit/visit.ts";
import { mailOf } from "./progress.ts";

/** The pages of a visit. Reading them changes nothing; where nothing is due, the browser goes straight back to the bank. */
export function showRoutes(app: FastifyInstance, gate: Gate): void {
  app.get<{ Params: { uid: string } }>("/interaction/:uid", { exposeHeadRoute: false }, async (request, reply) => {
    const visit = await openVisit(gate, request, reply);
    if (visit === null) return sendSessionEnded(gate, request, reply);
    const [notes, state] = await Promise.all([readNotes(gate, visit), lookAtCustomer(gate, visit)]);
    const due = dueScreen(visit.purpose, notes, state, visit.institution.policy, gate.service.nowMs());
    if (due.kind === "return") return reply.redirect(await finishVisit(gate, request, reply, visit, due.proof), 303);
    const screen = await screenOf(gate, visit, notes, due, state, isPhone(request));
    return sendScreen(reply, visit, screen);
  });

  app.get<{ Params: { uid: string } }>("/interaction/:uid/help", { exposeHeadRoute: false }, async (request, reply) => {
    const visit = await openVisit(gate, request, reply);
    if (visit === null) return sendSessionEnded(gate, request, reply);
    return sendScreen(reply, visit, cannotShowScreen(visit), "help");
  });
}

async function screenOf(
  gate: Gate,
  visit: Visit,
  notes: VisitNotes,
  due: Exclude<DueScreen, { kind: "return" }>,
  state: CustomerState,
  onPhone: boolean,
): Promise<Screen> {
  const { config, nowMs } = gate.service;
  const { senderDomain } = config.mail;
  const tokenOrigin = config.origins.token;
  switch (due.kind) {
    case "issue": {
      const { laterUntilMs } = visit.institution.policy;
      return issueScreen(visit, {
        senderDomain,
        ...addressToKeep(notes, state),
        problem: notes.issueProblem,
        tokenIssued: due.tokenIssued,
        usedUp: due.usedUp,
        ...issuingOf(visit, state, nowMs()),
        laterUntilMs: laterUntilMs !== null && nowMs() < laterUntilMs ? laterUntilMs : null,
      });
    }
    case "confirm": {
      const mail = await mailOf(gate, due.token);
      const { otpProblem: problem, resend } = notes;
      const { token } = due;
      const issuing = issuingOf(visit, state, nowMs());
      return confirmScreen(visit, { token, mail, senderDomain, tokenOrigin, onPhone, problem, resend, ...issuing });
    }
    case "replaced":
    case "usedUp":
      return confirmOverScreen(visit, due.kind, issuingOf(visit, state, nowMs()));
    case "done":
      return doneScreen(visit, due.token);
    case "prompt":
      return promptScreen(visit, notes.otpProblem, due.token);
    default:
      return noticeScreen(visit, due, nowMs());
  }
}

/** How often this customer may still have a token issued, and when again. */
function issuingOf({ institution: { policy } }: Visit, { customer }: CustomerState, nowMs: number) {
  return {
    issuancesLeft: customer === null ? 0 : issuancesLeft(customer, policy, nowMs),
    issuancesAgainAtMs: customer === null ? null : issuancesAgainAtMs(customer, policy, nowMs),
  };
}

/** Only the order of two things on G-120 hangs on it; both are there for everybody. */
function isPhone({ headers }: FastifyRequest): boolean {
  return headers["sec-ch-ua-mobile"] === "?1" || /Mobi|iPhone|iPad|Android/.test(headers["user-agent"] ?? "");
}

/** What stands in the address fields: what was just typed, else (戻る) the address the customer's token was issued to. */
function addressToKeep(notes: VisitNotes, state: CustomerState): { mobileEmail: string; mobileEmailAgain: string } {
  if (notes.mobileEmail !== null) {
    return { mobileEmail: notes.mobileEmail, mobileEmailAgain: notes.mobileEmailAgain ?? "" };
  }
  const kept = notes.page === "issue" ? (state.tokens[0]?.mobileEmail?.open() ?? "") : "";
  return { mobileEmail: kept, mobileEmailAgain: kept };
}
