export { applicationSchema, appliedSchema, cancelledSchema, stopSchema } from "./application.ts";
export type { WireApplication, WireStop } from "./application.ts";
export { makeWarifuClient } from "./client.ts";
export type { Answer, WarifuFailure } from "./ask.ts";
export type { ActOptions, EventsRequest, WarifuClient, WarifuClientOptions } from "./client.ts";
export { customerIdSchema, customerParamsSchema, customerSchema, tokenSchema, tokenStatusSchema } from "./customer.ts";
export type { WireCustomer, WireToken, WireTokenStatus } from "./customer.ts";
export { cursorSchema, eventLimits, eventSchema, eventsQuerySchema, eventsSchema } from "./events.ts";
export type { WireEvent, WireEvents } from "./events.ts";
export {
  idempotencyKeyHeader,
  idempotencyKeyHeaderPattern,
  isIdempotencyKey,
  readIdempotencyKey,
} from "./idempotency-key.ts";
export { isPlainLine, plainLine, plainLineRule } from "./plain-line.ts";
export { restPath, restPaths } from "./paths.ts";
export type { CustomerPath } from "./paths.ts";
export { resyncResultSchema, resyncSchema } from "./resync.ts";
export type { WireResync, WireResyncResult } from "./resync.ts";
export {
  otpSchema,
  referenceSchema,
  verificationPurposes,
  verificationReasons,
  verificationResultSchema,
  verificationSchema,
} from "./verification.ts";
export type { VerificationReason, WireCodeRefused, WireVerification, WireVerificationResult } from "./verification.ts";
export { batchItemSchema, batchLimit, batchResultSchema, batchSchema } from "./verification-batch.ts";
export type { WireBatchItem, WireBatchItemResult, WireBatchResult } from "./verification-batch.ts";
export { wireCodeNames, wireCodes, wireErrorSchema } from "./wire-codes.ts";
export type { WireCode, WireError } from "./wire-codes.ts";
