import type { CustomerProfile, CustomerSearch } from "@warifu/rules";
import { accountForm, kanaForm, phoneForm } from "../search-forms.ts";
import type { InstitutionKeys, SearchedField } from "./institution-keys.ts";

/** What a customer is found again by. Each is a keyed hash: without the institution's key nobody can tell what it is of. */
export interface SearchColumns {
  branch_hash: Uint8Array | null;
  account_hash: Uint8Array | null;
  phone_hash: Uint8Array | null;
  /** See `kanaTrail`. */
  kana_trail: Uint8Array | null;
}

/** 128 bits: two forms of one institution never share a hash by chance. */
const hashBytes = 16;

/** So many kana of a name are in its trail; a longer beginning is looked for by these, and compared when the name is opened. */
const trailKana = 16;
/** For each of them. Two beginnings that share these by chance are told apart when the name is opened. */
const trailStepBytes = 3;
export const trailBytes = trailKana * trailStepBytes;

export const noSearchColumns: SearchColumns = {
  branch_hash: null,
  account_hash: null,
  phone_hash: null,
  kana_trail: null,
};

export function searchColumnsOf(profile: CustomerProfile, keys: InstitutionKeys): SearchColumns {
  const { branchCode, accountNumber, phone, nameKana } = profile;
  return {
    branch_hash: branchCode === null ? null : hashOf("branch", accountForm(branchCode), keys),
    account_hash: accountNumber === null ? null : hashOf("account", accountForm(accountNumber), keys),
    phone_hash: phone === null ? null : hashOf("phone", phoneForm(phone), keys),
    kana_trail: nameKana === null ? null : kanaTrail(kanaForm(nameKana), keys),
  };
}

export function hashOf(field: SearchedField, form: string, keys: InstitutionKeys): Uint8Array {
  return keys.searchHash(field, form).subarray(0, hashBytes);
}

/**
 * Of every beginning of the name a few bytes of its hash, the shortest first: names that begin alike have trails that begin alike,
 * so one index finds them by a range. That two names share a beginning, and of how many kana, is what it tells to somebody who
 * has the database without the keys.
 */
export function kanaTrail(form: string, keys: InstitutionKeys): Uint8Array {
  const kana = Array.from(form).slice(0, trailKana);
  const trail = Buffer.alloc(kana.length * trailStepBytes);
  for (let count = 1; count <= kana.length; count += 1) {
    const hash = keys.searchHash("kana", kana.slice(0, count).join(""));
    trail.set(hash.subarray(0, trailStepBytes), (count - 1) * trailStepBytes);
  }
  return trail;
}

/** The last of all trails that begin with this one. */
export function trailEnd(trail: Uint8Array): Uint8Array {
  const end = Buffer.alloc(trailBytes + 1, 0xff);
  end.set(trail);
  return end;
}

/** What is compared with an opened profile. Undefined fields are not asked for; null: nobody can have that. */
export interface SearchForms {
  readonly customerId?: string;
  readonly userId?: string;
  readonly branch?: string;
  readonly account?: string;
  readonly phone?: string;
  readonly kana?: string;
}

/** Undefined when nothing is asked for, or a name or number holds nothing that could be looked for. */
export function formsOf(search: CustomerSearch): SearchForms | undefined {
  const { customerId, userId, branchCode, accountNumber, phone, nameKana } = search;
  const forms: SearchForms = {
    ...(customerId === undefined ? {} : { customerId }),
    ...(userId === undefined ? {} : { userId }),
    ...(branchCode === undefined ? {} : { branch: accountForm(branchCode) }),
    ...(accountNumber === undefined ? {} : { account: accountForm(accountNumber) }),
    ...(phone === undefined ? {} : { phone: phoneForm(phone) }),
    ...(nameKana === undefined ? {} : { kana: kanaForm(nameKana) }),
  };
  const isEmpty = Object.keys(forms).length === 0 || forms.phone === "" || forms.kana === "";
  return isEmpty ? undefined : forms;
}

/** Whether a profile is one of those asked for; the IDs are not looked at. */
export function fits(profile: CustomerProfile, { branch, account, phone, kana }: SearchForms): boolean {
  const same = (asked: string | undefined, noted: string | null, form: (text: string) => string) =>
    asked === undefined || (noted !== null && form(noted) === asked);
  return (
    same(branch, profile.branchCode, accountForm) &&
    same(account, profile.accountNumber, accountForm) &&
    same(phone, profile.phone, phoneForm) &&
    (kana === undefined || kanaForm(profile.nameKana ?? "").startsWith(kana))
  );
}
