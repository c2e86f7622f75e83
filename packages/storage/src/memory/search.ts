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
  };
}
