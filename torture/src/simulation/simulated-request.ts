import type { Actor, Context, CustomerState, Decision, OnceKey, Result, Subject } from "@warifu/rules";

/** One act that somebody asks for. Sent again after a lost answer, it is the same request. */
export interface SimulatedRequest {
  /** Who asks for what, for the trace. */
  readonly says: string;
  readonly act: string;
  readonly subject: Subject;
  /** The row that is locked; the store finds it by the subject. */
  readonly customerId: string;
  readonly once: OnceKey | null;
  readonly actor: Actor;
  /** What must not turn up in an audit event. */
  readonly secrets: readonly string[];
  readonly decide: (state: CustomerState, context: Context) => Decision<Result<unknown>>;
}

/** What came back. Only an `outcome` says anything about the act. */
export type Answer =
  | { readonly kind: "outcome"; readonly outcome: Result<unknown> }
  /** 503 outcome_unknown. */
  | { readonly kind: "unknown" }
  /** 503: the node is not ready, too busy, or nothing was begun. */
  | { readonly kind: "notBegun" }
  /** 409: the once key belongs to another request. */
  | { readonly kind: "keyTaken" }
  /** No answer within the time that the sender waits. */
  | { readonly kind: "silence" };
