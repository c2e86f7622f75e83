/** Who acts and by which door; it goes into every audit event. Never a secret, never a mail address. */
export interface Actor {
  readonly kind: "customer" | "staff" | "institution" | "phone" | "operator" | "service";
  /** staff ID, API client ID …; null for customer, phone and service. */
  readonly id: string | null;
  readonly channel: "gate" | "app" | "console" | "api" | "radius" | "command" | "job";
}
