import type { Actor, AuditEvent, EventType } from "@warifu/rules";
import { json, moment, nullable, text } from "./column.ts";
import { table } from "./table.ts";

export const eventTable = table("event", ["institution_id", "cursor"], {
  /** Empty: of the whole service. */
  institution_id: text(),
  cursor: moment(),
  type: text<EventType>(),
  at_ms: moment(),
  actor_kind: text<Actor["kind"]>(),
  actor_id: nullable(text()),
  actor_channel: text<Actor["channel"]>(),
  customer_id: nullable(text()),
  token_id: nullable(text()),
  detail: json<AuditEvent["detail"]>(),
});
