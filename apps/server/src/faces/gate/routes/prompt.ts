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
    const command = { otp: entered.otp, purpose: visit.purpose, reference: null };
    const decide = byTokenInUse((state, context) => verify(state, command, context));
    const result = await service.perform(visit.institution, subjectOf(visit), gateActor, decide);
    if (result.ok) {
      await writeNotes(gate, visit, { page: "proved" });
      return finishVisit(gate, request, reply, visit, "otp");
    }
    // A double click: a code was accepted for this very visit a moment ago, and only the answer was lost.
    const proved = (await readNotes(gate, visit)).page === "proved";
    if (result.refusal.code === "used" && proved) return finishVisit(gate, request, reply, visit, "otp");
    return sayAtField(gate, visit, null, problemOfRefusal(result.refusal));
  });

  step(app, gate, "leave", (_visit, request, reply) => leaveVisit(gate, request, reply));
}
