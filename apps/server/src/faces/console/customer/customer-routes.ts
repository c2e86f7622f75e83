import { isCustomerId } from "@warifu/otp";
import type { Language } from "@warifu/pages";
import { customerView } from "@warifu/rules";
import type { FastifyInstance } from "fastify";
import { ProblemError } from "../../../http/problem.ts";
import type { Service } from "../../../service.ts";
import { deskOf, staffActor } from "../frame/desk.ts";
import type { Desk } from "../frame/desk.ts";
import { inBrackets } from "../frame/in-brackets.ts";
import { wayToReissue } from "../procedures/way-to-reissue.ts";
import { changeSession } from "../session/staff-session.ts";
import { sendCustomer } from "./customer-screen.ts";
import { timelineRows } from "./timeline.ts";
import type { Names } from "./timeline.ts";
import { whatCustomerSees } from "../customer-state/what-customer-sees.ts";

/** Looking again within this time is the same look: the log stays readable. */
const sameLookMs = 10 * 60_000;
const eventsShown = 200;

interface CustomerParams {
  readonly customerId: string;
}

/** C-210. Another institution's customer, or nobody's, is 404. */
export function customerRoutes(app: FastifyInstance, service: Service): void {
  const { storage, nowMs } = service;

  app.get<{ Params: CustomerParams }>("/customers/:customerId", async (request, reply) => {
    const desk = deskOf(request);
    const { institution, open } = desk;
    const { customerId } = request.params;
    if (!isCustomerId(customerId)) throw new ProblemError("notFound");
    const state = await storage.look({ institutionId: institution.institutionId, customerId });
    const view = customerView(state, institution.policy, nowMs());
    if (state.customer === null || view === null) throw new ProblemError("notFound");
    await recordLook(desk, customerId);
    const [events, names, mails] = await Promise.all([
      storage.eventsOfCustomer(institution.institutionId, customerId, eventsShown),
      namesOf(institution.institutionId, request.language),
      view.token === null ? [] : storage.mailsOfToken(view.token.tokenId),
    ]);
    const { notice } = open.session;
    if (notice !== null) await changeSession(storage, open, { notice: null }, nowMs());
    return sendCustomer(service, request, reply, {
      customer: state.customer,
      view,
      reissue: wayToReissue(state, { nowMs: nowMs(), policy: institution.policy, actor: staffActor(desk), fenceMs: 0 }),
      sight: whatCustomerSees(state, view.issuancesLeft, nowMs()),
      notice,
      setUpMail: mails.find(({ order }) => order.kind === "tokenIssued")?.delivery ?? null,
      timeline: timelineRows(
        events.filter(({ type }) => type !== "customer.viewed"),
        {
          names,
          tokens: view.tokens,
          nowMs: nowMs(),
          exchangeLifetimeSeconds: institution.policy.exchangeLifetimeSeconds,
        },
        request.language,
      ),
    });
  });

  async function recordLook(desk: Desk, customerId: string): Promise<void> {
    const { staffId } = desk.staff;
    const { institutionId } = desk.institution;
    const looks = await storage.count(
      "customer-look",
      `${institutionId}:${staffId}:${customerId}`,
      nowMs(),
      nowMs() + sameLookMs,
    );
    if (looks > 1) return;
    await storage.record({
      type: "customer.viewed",
      atMs: nowMs(),
      actor: staffActor(desk),
      institutionId,
      customerId,
      tokenId: null,
      detail: {},
    });
  }

  async function namesOf(institutionId: string, language: Language): Promise<Names> {
    const [staff, clients] = await Promise.all([storage.staffOf(institutionId), storage.clientsOf(institutionId)]);
    return new Map([
      ...staff.map(({ staffId, name, branchName }) => [staffId, inBrackets(name, branchName, language)] as const),
      ...clients.map(({ clientId, name }) => [clientId, name] as const),
    ]);
  }
}
