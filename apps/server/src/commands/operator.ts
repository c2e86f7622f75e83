import type { Actor, AuditEvent } from "@warifu/rules";

/** Whoever can run a command is the operator; the operating system knows who that was. */
export const operator: Actor = { kind: "operator", id: null, channel: "command" };

/** What the operator did to the directory. `institutionId` is null where it concerns the whole service. */
export function operatorEvent(
  type: AuditEvent["type"],
  atMs: number,
  institutionId: string | null,
  detail: AuditEvent["detail"] = {},
): AuditEvent {
  return { type, atMs, actor: operator, institutionId, customerId: null, tokenId: null, detail };
}
