/**
 * Whether it is a one-time password and nothing else: a string of exactly so many ASCII digits. A number, or an array that holds
 * the right string (`/^\d{8}$/.test(["12345678"])` is true), is none.
 */
export function isOtp(text: unknown, digits: 6 | 7 | 8 = 8): text is string {
  return typeof text === "string" && text.length === digits && /^[0-9]+$/.test(text);
}
