import type { CustomerView, TokenView } from "@warifu/rules";
import { customerPath } from "../customer-state/customer-path.ts";

/** What staff do for a customer (C-220). */
export const procedureNames = ["apply", "allowIssuance", "suspend", "resume", "unlock", "revoke", "cancel"] as const;

export type ProcedureName = (typeof procedureNames)[number];
/** Procedures on a customer who is registered already. */
export type StopName = Exclude<ProcedureName, "apply">;

export const identityChecks = [
  "driverLicence",
  "myNumberCard",
  "residenceCard",
  "registeredSeal",
  "callback",
  "notYet",
] as const;

export type IdentityCheck = (typeof identityChecks)[number];

/** Reasons of each procedure, likeliest first. They go into the audit log. */
export const reasonsOf = {
  apply: ["newApplication", "afterRevocation", "afterCancellation", "customerRequest"],
  allowIssuance: ["mailNotReceived", "mistyped", "phoneChanged", "broken", "customerRequest"],
  suspend: ["lost", "stolen", "suspicious", "customerRequest"],
  resume: ["found", "customerRequest", "mistake"],
  unlock: ["mistyped", "clockOff", "customerRequest"],
  revoke: ["lost", "stolen", "suspicious", "broken", "phoneChanged", "customerRequest"],
  cancel: ["customerRequest", "accountClosed", "inheritance", "mistake"],
} as const satisfies Record<ProcedureName, readonly string[]>;

export type Reason = (typeof reasonsOf)[ProcedureName][number];

export function isProcedureName(name: string): name is ProcedureName {
  return procedureNames.some((one) => one === name);
}

export function isStopName(name: string): name is StopName {
  return isProcedureName(name) && name !== "apply";
}

/** A stop must never wait for papers; everything else wants to know who is asking. */
export function identityChecksFor(procedure: ProcedureName): readonly IdentityCheck[] {
  return procedure === "suspend" ? identityChecks : identityChecks.filter((check) => check !== "notYet");
}

/** What makes sense for this customer now; the rules have the last word when it is carried out. */
export function offered(view: CustomerView): readonly ProcedureName[] {
  if (view.use !== "applied") return ["apply"];
  const live = [view.token, view.replacement].filter((token) => token !== null && isLive(token));
  const some = (status: TokenView["status"]) => live.some((token) => token?.status === status);
  const more = view.due === "issue" && view.issuancesLeft === 0 ? (["allowIssuance"] as const) : [];
  if (live.length === 0) return view.due === "revoked" ? ["apply", "cancel"] : [...more, "cancel"];
  return [
    ...more,
    ...(live.every((token) => token?.status === "suspended") ? [] : (["suspend"] as const)),
    ...(some("suspended") ? (["resume"] as const) : []),
    ...(some("locked") || some("paused") ? (["unlock"] as const) : []),
    "revoke",
    "cancel",
  ];
}

/** What staff come for most often, of what is offered. */
export function likeliest(procedures: readonly ProcedureName[]): ProcedureName | undefined {
  return (["apply", "allowIssuance", "resume", "unlock", "suspend"] as const).find((procedure) =>
    procedures.includes(procedure),
  );
}

function isLive({ status }: TokenView): boolean {
  return status !== "revoked" && status !== "expired";
}

/** Where the procedure begins. */
export function procedurePath(procedure: ProcedureName, customerId: string): string {
  return procedure === "apply"
    ? `/applications/new?customerId=${encodeURIComponent(customerId)}`
    : `${customerPath(customerId)}/${procedure}`;
}
