import type { CodeHolder } from "./customer.ts";
import type { Context } from "./decision.ts";
import type { AuditEvent, EventType } from "./events.ts";
import type { TokenId } from "./token.ts";

/** One audit event about a customer, or about one of the customer's tokens. */
export function audit(
  context: Context,
  customer: CodeHolder,
  type: EventType,
  tokenId: TokenId | null,
  detail: AuditEvent["detail"] = {},
): AuditEvent {
  return {
    type,
    atMs: context.nowMs,
    actor: context.actor,
    institutionId: customer.institutionId,
    customerId: customer.customerId,
    tokenId,
    detail,
  };
}
