import type { Actor, AuditEvent, EventType, StoredEvent } from "@warifu/rules";
import { wholeService } from "../sealing/data-keys.ts";

/** An event as every database keeps it. */
export interface EventRow {
  readonly institution_id: string;
  readonly cursor: number;
  readonly type: string;
  readonly at_ms: number;
  readonly actor_kind: string;
  readonly actor_id: string | null;
  readonly actor_channel: string;
  readonly customer_id: string | null;
  readonly token_id: string | null;
  /** JSON */
  readonly detail: string;
}

/** Under which institution an event is kept. */
export function institutionOf(event: AuditEvent): string {
  return event.institutionId ?? wholeService;
}

export function asEvent(row: EventRow): StoredEvent {
  return {
    cursor: row.cursor,
    type: row.type as EventType,
    atMs: row.at_ms,
    actor: { kind: row.actor_kind, id: row.actor_id, channel: row.actor_channel } as Actor,
    institutionId: row.institution_id === wholeService ? null : row.institution_id,
    customerId: row.customer_id,
    tokenId: row.token_id,
    detail: JSON.parse(row.detail) as AuditEvent["detail"],
  };
}
