export {
  activationPasswordWeakness,
  isActivationPassword,
  isGuessableActivationPassword,
} from "./activation-password.ts";
export type { ActivationPasswordWeakness } from "./activation-password.ts";
export { base32Decode, base32Encode } from "./base32.ts";
export { isOtp } from "./codes.ts";
export { isCustomerId } from "./customer-id.ts";
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
export { groupUserId, isUserId, makeUserId, userIdCheckCharacter } from "./user-id.ts";
