/** Whether this is a reference of the institution's own: 1–64 printable ASCII characters. It is recorded as it is. */
export function isReference(value: unknown): value is string {
  return typeof value === "string" && /^[\x20-\x7e]{1,64}$/.test(value);
}
