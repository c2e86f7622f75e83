import { isOverdue } from "@warifu/rules";
import type { SearchStore } from "@warifu/rules";
import { fits, formsOf } from "../sealing/search-hashes.ts";
import type { KnownState } from "./acts.ts";

export function memorySearch(customers: Iterable<KnownState>): SearchStore {
  return {
    async findCustomers(institutionId, search, limit) {
      const forms = formsOf(search);
      if (forms === undefined) return [];
      const { customerId, userId } = forms;
      const isAskedFor = ({ customer, tokens }: KnownState): boolean =>
        customer.institutionId === institutionId &&
        (customerId === undefined || customer.customerId === customerId) &&
        (userId === undefined || tokens.some((token) => token.userId === userId)) &&
        fits(customer.profile, forms);
      return [...customers]
        .filter(isAskedFor)
        .map(({ customer: { customerId: id, use, profile } }) => ({ customerId: id, use, profile }))
        .toSorted((a, b) => (a.customerId < b.customerId ? -1 : 1))
        .slice(0, limit);
    },
    async customersWithExpiredTokens(nowMs, limit) {
      return [...customers]
        .flatMap(({ customer: { institutionId, customerId }, tokens }) => {
          const ends = tokens.filter((token) => isOverdue(token, nowMs)).map(({ expiresAtMs }) => expiresAtMs);
          return ends.length === 0 ? [] : [{ institutionId, customerId, endMs: Math.min(...ends) }];
        })
        .toSorted((a, b) => a.endMs - b.endMs)
        .slice(0, limit)
        .map(({ institutionId, customerId }) => ({ institutionId, customerId }));
    },
  };
}
