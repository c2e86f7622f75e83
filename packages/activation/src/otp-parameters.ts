import type { OtpParameters } from "@warifu/otp";

/** Whether it is what a token can be made with. It has been on the wire or in a database, so its type proves nothing. */
export function isOtpParameters(value: unknown): value is OtpParameters {
  if (typeof value !== "object" || value === null) return false;
  const { algorithm, digits, periodSeconds } = value as Record<string, unknown>;
  return (
    (algorithm === "SHA-1" || algorithm === "SHA-256" || algorithm === "SHA-512") &&
    (digits === 6 || digits === 7 || digits === 8) &&
    typeof periodSeconds === "number" &&
    Number.isSafeInteger(periodSeconds) &&
    periodSeconds > 0
  );
}
