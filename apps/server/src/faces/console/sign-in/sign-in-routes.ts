import { html, linkButton, messagesFor, noticeBox } from "@warifu/pages";
import type { AuthenticationResponseJSON } from "@simplewebauthn/server";
import type { Staff } from "@warifu/rules";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { faceCookie } from "../../../http/cookies.ts";
import { limitRate } from "../../../http/limit-rate.ts";
import { ProblemError } from "../../../http/problem.ts";
import type { Service } from "../../../service.ts";
import { sendScreen } from "../frame/console-page.ts";
import { sessionCookie, staffActor } from "../frame/desk.ts";
import { readForm } from "../frame/read-form.ts";
import { beginSession, endSession } from "../session/staff-session.ts";
import { authenticationAnswerSchema } from "./passkey-answers.ts";
import { authenticationOptions, staffOfPasskey } from "./passkeys.ts";
import { relyingParty } from "./relying-party.ts";
import { signInLinkPath, useLink } from "./sign-in-link.ts";
import { signInLinkScreen, signInScreen } from "./sign-in-screen.ts";
import { signInWords } from "./words.ts";

/** Enough for a branch behind one address, too few for trying. */
const requestsPerMinute = 60;

/** C-100: sign-in by passkey, by one-time link, and sign-out. Reached without a session. */
export async function signInRoutes(app: FastifyInstance, service: Service): Promise<void> {
  const { storage, nowMs, config } = service;
  const session = sessionCookie(config);
  const challenge = faceCookie(config, "console", "challenge", { sameSite: "strict" });
  await limitRate(app, { perMinute: requestsPerMinute });

  app.get("/sign-in", (request, reply) => {
    if (request.desk !== null) return reply.redirect("/", 303);
    return signInScreen(service, request, reply);
  });

  app.post("/sign-in/options", async (_request, reply) => {
    const { holder, options } = await authenticationOptions(storage, relyingParty(service), nowMs());
    challenge.set(reply, holder, 300);
    return options;
  });

  app.post("/sign-in/passkey", async (request, reply) => {
    const answer = authenticationAnswerSchema.safeParse(request.body);
    if (!answer.success) throw new ProblemError("malformed");
    const holder = challenge.read(request) ?? "";
    challenge.clear(reply);
    const staff = await staffOfPasskey(
      storage,
      relyingParty(service),
      holder,
      answer.data as AuthenticationResponseJSON,
      nowMs(),
    );
    if (staff === null) return reply.code(403).send({ code: "refused" });
    await signIn(request, reply, staff, "passkey");
    return { next: "/" };
  });

  app.get(signInLinkPath, (request, reply) => signInLinkScreen(service, request, reply));

  app.post(signInLinkPath, async (request, reply) => {
    const { link } = readForm(request.body, ["link"]);
    const staff = await useLink(storage, link, nowMs());
    if (staff === null) return deadLink(request, reply);
    await signIn(request, reply, staff, "link");
    return reply.redirect("/passkeys", 303);
  });

  app.post("/sign-out", async (request, reply) => {
    await endSession(storage, session.read(request));
    session.clear(reply);
    return reply.redirect("/sign-in?note=signedOut", 303);
  });

  async function signIn(
    request: FastifyRequest,
    reply: FastifyReply,
    staff: Staff,
    by: "passkey" | "link",
  ): Promise<void> {
    await endSession(storage, session.read(request));
    await storage.record({
      type: "staff.signedIn",
      atMs: nowMs(),
      actor: staffActor({ staff }),
      institutionId: staff.institutionId,
      customerId: null,
      tokenId: null,
      detail: { by },
    });
    const { secret } = await beginSession(storage, staff, nowMs());
    session.set(reply, secret);
  }

  function deadLink(request: FastifyRequest, reply: FastifyReply): FastifyReply {
    const words = messagesFor(signInWords, request.language);
    return sendScreen(service, request, reply, {
      screenId: "C-100",
      title: words.deadLinkTitle,
      status: 404,
      body: html`${noticeBox({ lang: request.language, kind: "error", body: html`<p>${words.deadLink}</p>` })}
        <p>${linkButton({ href: "/sign-in", label: words.toSignIn, kind: "secondary" })}</p>`,
    });
  }
}
