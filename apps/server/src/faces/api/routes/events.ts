import type { StoredEvent } from "@warifu/rules";
import { eventLimits, eventsQuerySchema, eventsSchema, restPaths } from "@warifu/wire";
import type { WireEvent, WireEvents } from "@warifu/wire";
import type { ApiService } from "../api-service.ts";
import { callerOf } from "../authenticate.ts";
import { makeEventWaits } from "../event-waits.ts";
import { answers, secured } from "./describe.ts";
import type { ApiScope } from "./describe.ts";

export function eventRoutes(scope: ApiScope, service: ApiService): void {
  const waits = makeEventWaits(service.pause);
  scope.addHook("preClose", async () => waits.end());

  scope.get(
    restPaths.events,
    {
      schema: {
        operationId: "events",
        summary: "Read what happened",
        description:
          "Every audit event of the institution, in order and none left out: read on with `after` set to the last `next`. With " +
          "`wait` an answer without events comes only after so many seconds; at most four requests of one key wait at a time.",
        ...secured,
        querystring: eventsQuerySchema,
        response: { 200: eventsSchema, ...answers("malformed") },
      },
    },
    async (request, reply): Promise<WireEvents> => {
      const { institution, keyId } = callerOf(request);
      const { after = "0", limit, wait = "0" } = request.query;
      const most = limit === undefined ? eventLimits.usual : Number(limit);
      // One more than asked tells whether there are more.
      const read = () => service.storage.eventsAfter(institution.institutionId, Number(after), most + 1);
      const found = await waits.until(keyId, Number(wait), reply.raw, read, (events) => events.length > 0);
      const events = found.slice(0, most);
      return { events: events.map(wireEvent), next: String(events.at(-1)?.cursor ?? after), more: found.length > most };
    },
  );
}

/** Field by field: what an event may gain later does not go out by itself. */
function wireEvent({ cursor, type, atMs, actor, customerId, tokenId, detail }: StoredEvent): WireEvent {
  const { kind, id, channel } = actor;
  return {
    cursor: String(cursor),
    type,
    atMs,
    actor: { kind, id, channel },
    customerId,
    tokenId,
    detail: { ...detail },
  };
}
