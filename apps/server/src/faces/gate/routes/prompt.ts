import { presence } from "@warifu/otp";
import { byTokenInUse, verify } from "@warifu/rules";
import type { FastifyInstance } from "fastify";
import { gateActor } from "../gate.ts";
import type { Gate } from "../gate.ts";
import { problemOfRefusal, readEnteredOtp, sayAtField } from "../visit/entered-otp.ts";
import { readNotes, writeNotes } from "../visit/notes.ts";
import { finishVisit, leaveVisit, subjectOf } from "../visit/visit.ts";
import { formField, step } from "./steps.ts";

/** The buttons of G-210, and the way back to the bank that every screen has. */
export function promptRoutes(app: FastifyInstance, gate: Gate): void {
  const { service } = gate;

  step(app, gate, "verify", async (visit, request, reply) => {
    const entered = await readEnteredOtp(gate, visit, formField(request.body, "otp"));
    if (!entered.ok) return sayAtField(gate, visit, null, entered.problem);
    const command = { otp: entered.otp, codeFor: presence, purpose: visit.purpose, reference: visit.reference };
    const decide = byTokenInUse((state, context) => verify(state, command, context));
    const result = await service.perform(visit.institution, subjectOf(visit), gateActor, decide);
    if (result.ok) {
      const accepted = { tokenId: result.value.tokenId, atMs: service.nowMs() };
      await writeNotes(gate, visit, { page: "proved", accepted });
      return finishVisit(gate, request, reply, visit, accepted);
    }
    // A double click: a code was accepted for this very visit a moment ago, and only the answer was lost.
    const { page, accepted } = await readNotes(gate, visit);
    if (result.refusal.code === "used" && page === "proved" && accepted !== null) {
      return finishVisit(gate, request, reply, visit, accepted);
    }
    return sayAtField(gate, visit, null, problemOfRefusal(result.refusal));
  });

  step(app, gate, "leave", (visit, request, reply) => leaveVisit(gate, request, reply, visit));
}
