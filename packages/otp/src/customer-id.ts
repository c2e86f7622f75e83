/**
 * The institution's own opaque key of a customer: 1–64 of A–Z a–z 0–9 . _ - but neither "." nor "..", which as a part of a path
 * mean another path and could never be asked for.
 */
export function isCustomerId(text: unknown): text is string {
  return typeof text === "string" && /^(?!\.{1,2}$)[A-Za-z0-9._-]{1,64}$/.test(text);
}
