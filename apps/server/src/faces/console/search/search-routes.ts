import type { FastifyInstance } from "fastify";
import type { FoundCustomer } from "@warifu/rules";
import type { Service } from "../../../service.ts";
import { customerPath } from "../customer-state/customer-path.ts";
import { deskOf } from "../frame/desk.ts";
import type { Desk } from "../frame/desk.ts";
import { readForm } from "../frame/read-form.ts";
import { changeSession } from "../session/staff-session.ts";
import { readQuickSearch, readSearch, searchFields } from "./read-search.ts";
import type { TypedSearch } from "./read-search.ts";
import { mostFound, sendSearch } from "./search-screen.ts";

const noSearch: TypedSearch = {
  customerId: "",
  branchCode: "",
  accountNumber: "",
  nameKana: "",
  phone: "",
  userId: "",
};

/**
 * C-200. What was searched names people, so it is posted and kept with the session, never written into an address; the result page
 * is then read (GET), and "back" leads to it again.
 */
export function searchRoutes(app: FastifyInstance, service: Service): void {
  const { storage, nowMs } = service;

  app.get("/search", async (request, reply) => {
    const desk = deskOf(request);
    const { quick, ...kept } = desk.open.session.search;
    const typed = { ...noSearch, ...kept };
    if (quick !== undefined) {
      return sendSearch(service, request, reply, { typed, quick, found: await findQuick(desk, quick) });
    }
    if (Object.keys(kept).length === 0) return sendSearch(service, request, reply, { typed });
    const reading = readSearch(typed);
    if (!reading.ok) return sendSearch(service, request, reply, { typed, wrong: reading });
    const found = await storage.findCustomers(desk.institution.institutionId, reading.search, mostFound);
    return sendSearch(service, request, reply, { typed, found });
  });

  app.post("/search", async (request, reply) => {
    const desk = deskOf(request);
    const typed = readForm(request.body, searchFields);
    await changeSession(storage, desk.open, { search: typed }, nowMs());
    const reading = readSearch(typed);
    if (!reading.ok) return sendSearch(service, request, reply, { typed, wrong: reading });
    const found = await storage.findCustomers(desk.institution.institutionId, reading.search, mostFound);
    return reply.redirect(wayTo(found), 303);
  });

  app.post("/search/quick", async (request, reply) => {
    const desk = deskOf(request);
    const { q: quick } = readForm(request.body, ["q"]);
    await changeSession(storage, desk.open, { search: { quick } }, nowMs());
    return reply.redirect(wayTo(await findQuick(desk, quick)), 303);
  });

  async function findQuick({ institution }: Desk, quick: string): Promise<readonly FoundCustomer[]> {
    const found = new Map<string, FoundCustomer>();
    for (const search of readQuickSearch(quick)) {
      for (const customer of await storage.findCustomers(institution.institutionId, search, mostFound)) {
        found.set(customer.customerId, customer);
      }
    }
    return [...found.values()].slice(0, mostFound);
  }
}

/** One customer is opened at once; else the results are shown. */
function wayTo(found: readonly FoundCustomer[]): string {
  const [only, another] = found;
  return only !== undefined && another === undefined ? customerPath(only.customerId) : "/search";
}
