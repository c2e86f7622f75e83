/** Names a customer among those of all institutions. */
export interface CustomerKey {
  readonly institutionId: string;
  readonly customerId: string;
}
