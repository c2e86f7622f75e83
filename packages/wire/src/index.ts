export { applicationSchema, appliedSchema, cancelledSchema, stopSchema } from "./application.ts";
export type { WireApplication, WireStop } from "./application.ts";
export { makeWarifuClient } from "./client.ts";
export type { Answer, WarifuClient, WarifuClientOptions, WarifuFailure } from "./client.ts";
export { customerIdSchema, customerParamsSchema, customerSchema, tokenSchema, tokenStatusSchema } from "./customer.ts";
export type { WireCustomer, WireToken, WireTokenStatus } from "./customer.ts";
export { restPath, restPaths } from "./paths.ts";
export type { RestPath } from "./paths.ts";
export {
  otpSchema,
  verificationPurposes,
  verificationReasons,
  verificationResultSchema,
  verificationSchema,
} from "./verification.ts";
export type { VerificationReason, WireVerification, WireVerificationResult } from "./verification.ts";
export { wireCodeNames, wireCodes, wireErrorSchema } from "./wire-codes.ts";
export type { WireCode, WireError } from "./wire-codes.ts";
