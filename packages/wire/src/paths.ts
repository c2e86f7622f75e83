/** Paths of REST v1 about one customer, for a router: `:customerId` is a parameter. */
const customerPaths = {
  customer: "/v1/customers/:customerId",
  application: "/v1/customers/:customerId/application",
  verifications: "/v1/customers/:customerId/verifications",
  resync: "/v1/customers/:customerId/resync",
  suspend: "/v1/customers/:customerId/suspend",
  resume: "/v1/customers/:customerId/resume",
  unlock: "/v1/customers/:customerId/unlock",
  revoke: "/v1/customers/:customerId/revoke",
  allowIssuance: "/v1/customers/:customerId/allow-issuance",
} as const;

/** Every path of REST v1, for a router. */
export const restPaths = {
  ...customerPaths,
  verificationBatch: "/v1/verifications",
  events: "/v1/events",
} as const;

export type CustomerPath = keyof typeof customerPaths;

/** The path for one customer. */
export function restPath(name: CustomerPath, customerId: string): string {
  return customerPaths[name].replace(":customerId", encodeURIComponent(customerId));
}
