import { html, linkButton, messagesFor, noticeBox } from "@warifu/pages";
import type { RegistrationResponseJSON } from "@simplewebauthn/server";
import type { FastifyInstance } from "fastify";
import { DirectoryConflict } from "@warifu/rules";
import { ProblemError } from "../../../http/problem.ts";
import type { Service } from "../../../service.ts";
import { sendScreen } from "../frame/console-page.ts";
import { deskOf, staffActor } from "../frame/desk.ts";
import { changeSession } from "../session/staff-session.ts";
import type { StaffSession } from "../session/staff-session.ts";
import { registrationAnswerSchema } from "./passkey-answers.ts";
import { newPasskey, registrationOptions } from "./passkeys.ts";
import { relyingParty } from "./relying-party.ts";
import { passkeyForm } from "./sign-in-screen.ts";
import { signInWords } from "./words.ts";

/** Somebody who finds an unlocked desk must not be able to leave a key of his own behind. */
const freshMs = 10 * 60_000;
const doneNotice = "passkey";

/** C-102: the passkeys of the one who is signed in. */
export function passkeyRoutes(app: FastifyInstance, service: Service): void {
  const { storage, nowMs } = service;

  app.get("/passkeys", async (request, reply) => {
    const { staff, open } = deskOf(request);
    const { language } = request;
    const words = messagesFor(signInWords, language);
    const done = open.session.notice === doneNotice;
    if (done) await changeSession(storage, open, { notice: null }, nowMs());
    return sendScreen(service, request, reply, {
      screenId: "C-102",
      title: words.passkeyTitle,
      here: "passkeys",
      modules: ["passkey"],
      body: html`${done && noticeBox({ lang: language, kind: "success", role: "status", body: html`<p>${words.passkeyDone}</p>` })}
        <p>${words.passkeyCount(staff.passkeys.length)}</p>
        ${
          isFresh(open.session, nowMs())
            ? html`${staff.passkeys.length === 0 && html`<p>${words.passkeyLead}</p>`}${passkeyForm({ language, purpose: "register", label: words.passkeyMake, failed: words.passkeyFailed })}`
            : html`<p>${words.passkeyTooLate}</p>`
        }
        <p>
          ${linkButton({ href: "/", label: staff.passkeys.length === 0 ? words.passkeyLater : words.toHome, kind: "secondary" })}
        </p>
        ${staff.passkeys.length === 0 && html`<p>${words.passkeyLaterNote}</p>`}`,
    });
  });

  app.post("/passkeys/options", async (request) => {
    const { staff, open } = deskOf(request);
    if (!isFresh(open.session, nowMs())) throw new ProblemError("notFound");
    return registrationOptions(storage, relyingParty(service), staff, open.sessionId, nowMs());
  });

  app.post("/passkeys", async (request, reply) => {
    const desk = deskOf(request);
    const { staff, open } = desk;
    const answer = registrationAnswerSchema.safeParse(request.body);
    if (!answer.success) throw new ProblemError("malformed");
    const passkey = await newPasskey(
      storage,
      relyingParty(service),
      open.sessionId,
      answer.data as RegistrationResponseJSON,
      nowMs(),
    );
    if (passkey === null || !isFresh(open.session, nowMs())) return reply.code(403).send({ code: "refused" });
    try {
      await storage.addPasskey(staff.staffId, passkey, (passkeys) => ({
        type: "staff.saved",
        atMs: nowMs(),
        actor: staffActor(desk),
        institutionId: staff.institutionId,
        customerId: null,
        tokenId: null,
        detail: { staffId: staff.staffId, passkeys },
      }));
    } catch (error) {
      if (!(error instanceof DirectoryConflict)) throw error;
      return reply.code(403).send({ code: "refused" });
    }
    await changeSession(storage, open, { notice: doneNotice }, nowMs());
    return { next: "/passkeys" };
  });
}

function isFresh(session: StaffSession, nowMs: number): boolean {
  return nowMs - session.startedAtMs < freshMs;
}
