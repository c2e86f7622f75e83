import { isActivationPassword, isServiceId, isUserId, normaliseDigits, normaliseUserId } from "@warifu/otp";

/** What the customer enters on T-120. */
export interface Entries {
  readonly serviceId: string;
  readonly userId: string;
  readonly activationPassword: string;
}

export type EntryName = keyof Entries;

/** What is wrong with one entry before anything is sent. `mistyped`: the check character does not fit. */
export type EntryFault =
  | { readonly fault: "empty" }
  | { readonly fault: "length"; readonly length: number }
  | { readonly fault: "characters" }
  | { readonly fault: "mistyped" };

export type EntryFaults = Partial<Record<EntryName, EntryFault>>;

/** Forgives what people and their keyboards do: full-width, spaces, hyphens, zero-width, case, O for 0. */
export function normaliseEntries(typed: Entries): Entries {
  return {
    serviceId: normaliseDigits(typed.serviceId),
    userId: normaliseUserId(typed.userId),
    activationPassword: normaliseDigits(typed.activationPassword),
  };
}

/** Checks normalised entries by the strict grammar; an empty answer means all may be sent. */
export function faultsOf(entries: Entries): EntryFaults {
  const serviceId = isServiceId(entries.serviceId) ? undefined : digitsFault(entries.serviceId, 8, 8);
  const userId = isUserId(entries.userId) ? undefined : userIdFault(entries.userId);
  const password = isActivationPassword(entries.activationPassword)
    ? undefined
    : digitsFault(entries.activationPassword, 4, 8);
  return {
    ...(serviceId && { serviceId }),
    ...(userId && { userId }),
    ...(password && { activationPassword: password }),
  };
}

function digitsFault(text: string, shortest: number, longest: number): EntryFault {
  if (text === "") return { fault: "empty" };
  if (!/^[0-9]*$/.test(text)) return { fault: "characters" };
  if (text.length < shortest || text.length > longest) return { fault: "length", length: text.length };
  return { fault: "mistyped" };
}

function userIdFault(text: string): EntryFault {
  if (text === "") return { fault: "empty" };
  if (!/^[0-9A-Z]*$/.test(text)) return { fault: "characters" };
  return text.length === 16 ? { fault: "mistyped" } : { fault: "length", length: text.length };
}
