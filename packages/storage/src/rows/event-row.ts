import type { AuditEvent, StoredEvent } from "@warifu/rules";
import { wholeService } from "../sealing/data-keys.ts";
import type { RowOf } from "../tables/column.ts";
import type { eventTable } from "../tables/event-table.ts";
import { fromJson } from "../tables/json.ts";

export type EventRow = RowOf<(typeof eventTable)["columns"]>;

/** Under which institution an event is kept. */
export function institutionOf(event: AuditEvent): string {
  return event.institutionId ?? wholeService;
}

export function asEvent(row: EventRow): StoredEvent {
  return {
    cursor: row.cursor,
    type: row.type,
    atMs: row.at_ms,
    actor: { kind: row.actor_kind, id: row.actor_id, channel: row.actor_channel },
    institutionId: row.institution_id === wholeService ? null : row.institution_id,
    customerId: row.customer_id,
    tokenId: row.token_id,
    detail: fromJson(row.detail),
  };
}
