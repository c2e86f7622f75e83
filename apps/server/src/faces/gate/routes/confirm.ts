import { presence } from "@warifu/otp";
import { confirm, pendingToken, resendMail, whatIsDue } from "@warifu/rules";
import type { Refusal, TokenId } from "@warifu/rules";
import type { FastifyInstance } from "fastify";
import { gateActor } from "../gate.ts";
import type { Gate } from "../gate.ts";
import { isAcceptedNow } from "../visit/due-screen.ts";
import { problemOfRefusal, readEnteredOtp, sayAtField } from "../visit/entered-otp.ts";
import { readNotes, writeNotes, writeNotesOfConfirm } from "../visit/notes.ts";
import type { ResendNote } from "../visit/notes.ts";
import { finishVisit, lookAtCustomer, subjectOf } from "../visit/visit.ts";
import type { Visit } from "../visit/visit.ts";
import { formField, step } from "./steps.ts";

/** The buttons of G-120 and G-130. */
export function confirmRoutes(app: FastifyInstance, gate: Gate): void {
  const { service } = gate;

  step(app, gate, "confirm", async (visit, request) => {
    if (visit.purpose !== "login") return visit.links.here;
    const replaced = await replacedToken(gate, visit, formField(request.body, "token"));
    if (replaced !== null) {
      await writeNotes(gate, visit, { page: "confirm", tokenId: replaced });
      return visit.links.here;
    }
    const entered = await readEnteredOtp(gate, visit, formField(request.body, "otp"));
    if (!entered.ok) return sayAtField(gate, visit, "confirm", entered.problem);
    const result = await service.perform(visit.institution, subjectOf(visit), gateActor, (state, context) =>
      confirm(state, { otp: entered.otp, codeFor: presence }, context),
    );
    if (result.ok) {
      const accepted = { tokenId: result.value.tokenId, atMs: service.nowMs() };
      await writeNotes(gate, visit, { page: "done", accepted });
      return visit.links.here;
    }
    // The second half of a double click: the first one has confirmed, and its page is the true one.
    if (result.refusal.code === "alreadyInUse") return visit.links.here;
    return sayAtField(gate, visit, "confirm", problemOfRefusal(result.refusal));
  });

  step(app, gate, "resend", async (visit) => {
    const result = await service.perform(visit.institution, subjectOf(visit), gateActor, (state, context) =>
      resendMail(state, { locale: visit.language }, context),
    );
    const resend: ResendNote | null = result.ok
      ? { kind: "sent", resendsLeft: result.value.resendsLeft }
      : noteOfRefusal(result.refusal);
    await writeNotesOfConfirm(gate, visit, { resend });
    return visit.links.here;
  });

  step(app, gate, "back", async (visit) => {
    await writeNotes(gate, visit, { page: "issue" });
    return visit.links.here;
  });

  step(app, gate, "continue", async (visit, request, reply) => {
    const [notes, state] = await Promise.all([readNotes(gate, visit), lookAtCustomer(gate, visit)]);
    // A stop may have come since 手順5 (a phone reported lost): what was proved then is worth nothing now.
    const due = whatIsDue(state, service.nowMs());
    if (due.kind !== "otp" || notes.accepted === null) return visit.links.here;
    if (isAcceptedNow(notes.accepted, due.token, service.nowMs())) {
      return finishVisit(gate, request, reply, visit, notes.accepted);
    }
    return sayAtField(gate, visit, null, { code: "provedTooLongAgo", count: 0, triesLeft: null, untilMs: null });
  });
}

/** The token that the sender's page is about, when another one has taken its place: its code would only count as wrong. */
async function replacedToken(gate: Gate, visit: Visit, named: string): Promise<TokenId | null> {
  const state = await lookAtCustomer(gate, visit);
  const shown = state.tokens.find(({ tokenId }) => tokenId === named);
  const pending = pendingToken(state, gate.service.nowMs());
  return shown === undefined || pending === undefined || shown === pending ? null : shown.tokenId;
}

function noteOfRefusal(refusal: Refusal): ResendNote | null {
  if (refusal.code === "mailTooSoon") return { kind: "tooSoon", nextAtMs: refusal.untilMs ?? null };
  return refusal.code === "tooManyMails" ? { kind: "tooMany" } : null;
}
