/** Where a customer is shown. */
export function customerPath(customerId: string): string {
  return `/customers/${encodeURIComponent(customerId)}`;
}
