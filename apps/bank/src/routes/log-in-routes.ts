import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { findCustomer } from "../customers.ts";
import type { Bank } from "../bank.ts";
import { halfWidth } from "../half-width.ts";
import { cannotShowPage } from "../screens/cannot-show.ts";
import { logInPage } from "../screens/log-in.ts";
import { readSamplePeople } from "../sample-people.ts";
import { finishTransfer } from "./transfer-routes.ts";

const logInSchema = z.object({ customerId: z.string().max(64), password: z.string().max(128) });

/** Password, then the gate, then in. */
export function logInRoutes(app: FastifyInstance, bank: Bank): void {
  const { config, sessions, cookie } = bank;

  app.get("/log-in", async (request, reply) => {
    const { ended } = request.query as { ended?: string };
    const state = { customerId: "", problem: ended === undefined ? null : ("ended" as const) };
    const samplePeople = await readSamplePeople(config.samplePeopleFile);
    const page = logInPage(bank.visitor(request), { ...state, samplePeople, nowMs: bank.nowMs() });
    return await bank.show(reply, page);
  });

  app.post("/log-in", async (request, reply) => {
    const typed = logInSchema.safeParse(request.body).data ?? { customerId: "", password: "" };
    const customer = await findCustomer(config.customersFile, halfWidth(typed.customerId).trim(), typed.password);
    if (customer === null) {
      const problem = typed.customerId === "" || typed.password === "" ? "empty" : "wrong";
      const samplePeople = await readSamplePeople(config.samplePeopleFile);
      const state = { customerId: typed.customerId, problem, samplePeople, nowMs: bank.nowMs() } as const;
      return await bank.show(reply, logInPage(bank.visitor(request), state), 401);
    }
    const earlierId = cookie.read(request);
    // The same customer in another window: what the gate was asked there will still be answered.
    const earlier = sessions.find(earlierId);
    const asked = earlier?.customer.customerId === customer.customerId ? earlier.asked : [];
    const session = { customer, signedIn: false, proof: null, asked, draft: null, receipt: null };
    const id = sessions.start(session, earlierId);
    cookie.write(reply, id);
    return await toTheGate(bank, request, reply, id, customer.customerId);
  });

  app.get("/cannot-show", async (request, reply) => await bank.show(reply, cannotShowPage(bank.visitor(request))));

  app.get("/callback", async (request, reply) => await cameBack(bank, request, reply));

  app.post("/log-out", async (request, reply) => {
    sessions.end(cookie.read(request));
    cookie.clear(reply);
    return await reply.redirect("/log-in", 303);
  });
}

async function toTheGate(bank: Bank, request: FastifyRequest, reply: FastifyReply, id: string, customerId: string) {
  const { lang } = bank.visitor(request);
  try {
    const { url, asked } = await bank.gate.ask({ customerId, purpose: "login", transfer: null, language: lang });
    bank.sessions.ask(id, asked);
    return await reply.redirect(url, 303);
  } catch (error) {
    request.log.warn(error);
    return await bank.problem(request, reply, "down");
  }
}

/** The customer came back from the gate without a code, whether or not anything was begun there: what has not come of it. */
const notDone = { login: "noLogIn", transfer: "noTransfer" } as const;

/** The gate's answer counts only in the browser and for the wish it was asked for, and only once. */
async function cameBack(bank: Bank, request: FastifyRequest, reply: FastifyReply) {
  const found = bank.find(request);
  if (found === null) return await reply.redirect("/log-in?ended=1", 303);
  const { id, session } = found;
  const { customer } = session;
  if (session.asked.length === 0) return await reply.redirect("/", 303);
  const { state } = request.query as { state?: unknown };
  const asked = session.asked.find((candidate) => candidate.state === state);
  if (asked === undefined) return await bank.problem(request, reply, "broken");
  const others = session.asked.filter((other) => other !== asked);
  const answer = await bank.gate.answer(new URL(request.url, bank.config.origin), asked, customer.customerId);
  if (answer.kind === "refused") return await bank.problem(request, reply, notDone[asked.purpose]);
  if (answer.kind !== "proved") return await bank.problem(request, reply, answer.kind);
  bank.sessions.change(id, { asked: others });
  if (asked.purpose === "transfer") return await finishTransfer(bank, request, reply, id, asked, answer.proof);
  const entered = { customer, signedIn: true, proof: answer.proof, asked: others, draft: null, receipt: null };
  bank.cookie.write(reply, bank.sessions.start(entered, id));
  return await reply.redirect("/", 303);
}
