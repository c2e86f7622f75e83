export {
  activationPasswordWeakness,
  isActivationPassword,
  isGuessableActivationPassword,
} from "./activation-password.ts";
export type { ActivationPasswordWeakness } from "./activation-password.ts";
export { base32Decode, base32Encode } from "./base32.ts";
export { isPresence, presence } from "./code-for.ts";
export type { CodeFor, Presence, Transaction, TransactionSuite } from "./code-for.ts";
export { isOtp } from "./codes.ts";
export { isCustomerId } from "./customer-id.ts";
export { derivedKey } from "./derived-key.ts";
export type { DerivedKey, KeyUse, TokenNames } from "./derived-key.ts";
export { findStep } from "./find-step.ts";
export type { FoundStep, StepSearch } from "./find-step.ts";
export { findStepPair } from "./find-step-pair.ts";
export type { StepPairSearch } from "./find-step-pair.ts";
export { counterBytes, hotp, totp, truncate } from "./hotp.ts";
export type { Algorithm, Hmac, KeyedHmac, OtpParameters } from "./hotp.ts";
export { isMobileEmail } from "./mobile-email.ts";
export { normaliseDigits, normaliseMobileEmail, normaliseUserId } from "./normalise.ts";
export { readOtpauthUri, writeOtpauthUri } from "./otpauth-uri.ts";
export type { OtpauthProblem, OtpauthReading, OtpauthToken } from "./otpauth-uri.ts";
export { groupServiceId, isServiceId } from "./service-id.ts";
export { asStep, stepAt, stepStartMs } from "./time-step.ts";
export type { Step } from "./time-step.ts";
export { isTransactionCode, transactionCode } from "./transaction-code.ts";
export { transactionDigest, typedDigest } from "./transaction-digest.ts";
export type { Sha256, SignedOperation, TypedTransfer } from "./transaction-digest.ts";
export { groupUserId, isUserId, makeUserId, userIdCheckCharacter } from "./user-id.ts";
