/** Paths of REST v1, for a router: `:customerId` is a parameter. */
export const restPaths = {
  customer: "/v1/customers/:customerId",
  application: "/v1/customers/:customerId/application",
  verifications: "/v1/customers/:customerId/verifications",
  suspend: "/v1/customers/:customerId/suspend",
  resume: "/v1/customers/:customerId/resume",
  unlock: "/v1/customers/:customerId/unlock",
  revoke: "/v1/customers/:customerId/revoke",
} as const;

export type RestPath = keyof typeof restPaths;

/** The path for one customer. */
export function restPath(name: RestPath, customerId: string): string {
  return restPaths[name].replace(":customerId", encodeURIComponent(customerId));
}
