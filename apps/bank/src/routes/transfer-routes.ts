import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Bank } from "../bank.ts";
import { confirmTransferPage, transferDonePage, transferPage } from "../screens/transfer.ts";
import type { Asked } from "../session/sessions.ts";
import { checkEntries, entriesOf, noEntries, readEntries } from "../transfer-entries.ts";

/** Whom and how much, once more, the code, done. */
export function transferRoutes(app: FastifyInstance, bank: Bank): void {
  app.get("/transfer", async (request, reply) => {
    const found = bank.find(request);
    if (!found?.session.signedIn) return await reply.redirect("/log-in", 303);
    const { draft } = found.session;
    return await bank.show(
      reply,
      transferPage(bank.visitor(request), draft === null ? noEntries : entriesOf(draft), {}),
    );
  });

  app.post("/transfer", async (request, reply) => {
    const found = bank.find(request);
    if (!found?.session.signedIn) return await reply.redirect("/log-in?ended=1", 303);
    const entries = readEntries(request.body);
    const checked = checkEntries(entries, bank.accounts.of(found.session.customer.customerId).balanceYen);
    if (!checked.ok) return await bank.show(reply, transferPage(bank.visitor(request), entries, checked.problems), 422);
    bank.sessions.change(found.id, { draft: checked.transfer });
    return await reply.redirect("/transfer/confirm", 303);
  });

  app.get("/transfer/confirm", async (request, reply) => {
    const found = bank.find(request);
    if (!found?.session.signedIn) return await reply.redirect("/log-in", 303);
    if (found.session.draft === null) return await reply.redirect("/transfer", 303);
    return await bank.show(reply, confirmTransferPage(bank.visitor(request), found.session.draft));
  });

  app.post("/transfer/confirm", async (request, reply) => {
    const found = bank.find(request);
    if (!found?.session.signedIn) return await reply.redirect("/log-in?ended=1", 303);
    const { customer, draft: transfer } = found.session;
    if (transfer === null) return await reply.redirect("/transfer", 303);
    const { lang } = bank.visitor(request);
    try {
      const { customerId } = customer;
      const { url, asked } = await bank.gate.ask({ customerId, purpose: "transfer", transfer, language: lang });
      bank.sessions.ask(found.id, asked);
      return await reply.redirect(url, 303);
    } catch (error) {
      request.log.warn(error);
      return await bank.problem(request, reply, "down");
    }
  });

  app.get("/transfer/done", async (request, reply) => {
    const found = bank.find(request);
    if (!found?.session.signedIn) return await reply.redirect("/log-in", 303);
    const { customer, receipt } = found.session;
    if (receipt === null) return await reply.redirect("/transfer", 303);
    const { balanceYen } = bank.accounts.of(customer.customerId);
    return await bank.show(reply, transferDonePage(bank.visitor(request), receipt, balanceYen));
  });
}

/** The gate has answered: only a code just proved moves money, and exactly the transfer that was shown. */
export async function finishTransfer(
  bank: Bank,
  request: FastifyRequest,
  reply: FastifyReply,
  id: string,
  asked: Asked,
  proof: "otp" | "none" | "later",
): Promise<FastifyReply> {
  const session = bank.sessions.find(id);
  if (session === null || asked.transfer === null) return await bank.problem(request, reply, "broken");
  if (proof !== "otp") return await bank.problem(request, reply, "needOtp");
  const { payee, amountYen } = asked.transfer;
  if (!bank.accounts.transfer(session.customer.customerId, payee, amountYen)) {
    return await bank.problem(request, reply, "broken");
  }
  bank.sessions.change(id, { draft: null, receipt: { ...asked.transfer, atMs: bank.nowMs() } });
  return await reply.redirect("/transfer/done", 303);
}
