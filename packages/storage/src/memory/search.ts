import { isOverdue } from "@warifu/rules";
import type { SearchStore } from "@warifu/rules";
import { kanaForm, phoneForm } from "../search-forms.ts";
import type { KnownState } from "./acts.ts";

export function memorySearch(customers: Iterable<KnownState>): SearchStore {
  return {
    async findCustomers(institutionId, search, limit) {
      const { customerId, branchCode, accountNumber, userId } = search;
      const kana = search.nameKana === undefined ? undefined : kanaForm(search.nameKana);
      const phone = search.phone === undefined ? undefined : phoneForm(search.phone);
      if (Object.values(search).every((value) => value === undefined) || kana === "" || phone === "") return [];
      const fits = ({ customer, tokens }: KnownState): boolean =>
        customer.institutionId === institutionId &&
        (customerId === undefined || customer.customerId === customerId) &&
        (branchCode === undefined || customer.profile.branchCode === branchCode) &&
        (accountNumber === undefined || customer.profile.accountNumber === accountNumber) &&
        (kana === undefined || kanaForm(customer.profile.nameKana ?? "").startsWith(kana)) &&
        (phone === undefined || phoneForm(customer.profile.phone ?? "") === phone) &&
        (userId === undefined || tokens.some((token) => token.userId === userId));
      return [...customers]
        .filter(fits)
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
