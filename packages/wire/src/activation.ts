import { isServiceId, isUserId } from "@warifu/otp";
import * as z from "zod/mini";

// Under Trusted Types a page may not try `new Function`, which Zod does to see whether it can compile its checks.
z.config({ jitless: true });

/** Paths of the token face's protocol (手順3), for a router: `:serviceId` is a parameter. */
export const activationPaths = {
  time: "/activation/time",
  settings: "/activation/settings",
  institution: "/activation/institution/:serviceId",
  start: "/activation/start",
  finish: "/activation/finish",
  receipt: "/activation/receipt",
  status: "/activation/status",
} as const;

/** The path that asks for one institution. */
export function activationInstitutionPath(serviceId: string): string {
  return activationPaths.institution.replace(":serviceId", encodeURIComponent(serviceId));
}

/**
 * Every refusal of the protocol, code → HTTP status. `activationRefused` is the one answer to a wrong password, an unknown, expired,
 * replaced or finished issuance, and spent tries: outsiders are told no more.
 */
export const activationStatus = {
  malformed: 400,
  activationRefused: 403,
  unknownService: 404,
  tooManyRequests: 429,
  unavailable: 503,
} as const;

export type ActivationCode = keyof typeof activationStatus;

const base64url = (characters: number) => z.string().check(z.regex(new RegExp(`^[A-Za-z0-9_-]{${characters}}$`)));
const serviceId = z.string().check(z.refine(isServiceId));
const userId = z.string().check(z.refine(isUserId));

/** RFC 9807 messages of ristretto255-SHA512 with their fixed lengths: KE1 96 bytes, KE2 320, KE3 64. Base64url without padding. */
const ke1 = base64url(128);
const ke2 = base64url(427);
const ke3 = base64url(86);
/** Names one half-run exchange for its 60 seconds: 32 random bytes, base64url. */
const exchangeId = base64url(43);
/** HMAC-SHA-256 under the token's key, base64url. */
const receipt = base64url(43);

/** How the token makes its codes; agreed together with its key. */
export const tokenParametersSchema = z.object({
  algorithm: z.enum(["SHA-1", "SHA-256", "SHA-512"]),
  digits: z.literal([6, 7, 8]),
  periodSeconds: z.int().check(z.gte(1), z.lte(3600)),
});
export type TokenParameters = z.infer<typeof tokenParametersSchema>;

/** What the app shows of an institution, and whether set-up in an ordinary browser tab is allowed there. */
export const activationInstitutionSchema = z.object({
  serviceId,
  nameJa: z.string(),
  nameEn: z.string(),
  supportPhone: z.string(),
  supportHoursJa: z.string(),
  supportHoursEn: z.string(),
  browserTab: z.boolean(),
});
export type ActivationInstitution = z.infer<typeof activationInstitutionSchema>;

/** `GET /activation/time`: the service's clock, milliseconds since the Unix epoch. */
export const activationTimeSchema = z.object({ nowMs: z.int() });
export type ActivationTime = z.infer<typeof activationTimeSchema>;

/** `GET /activation/settings`: what the app needs to know before any ID is typed; `installedBefore` comes from the marker cookie. */
export const activationSettingsSchema = z.object({ browserTabAnywhere: z.boolean(), installedBefore: z.boolean() });
export type ActivationSettings = z.infer<typeof activationSettingsSchema>;

/** `POST /activation/start`: debits a try, then answers. */
export const activationStartSchema = z.strictObject({ serviceId, userId, ke1 });
export type ActivationStart = z.infer<typeof activationStartSchema>;
export const activationStartedSchema = z.object({
  exchangeId,
  ke2,
  triesLeft: z.int().check(z.gte(0)),
  parameters: tokenParametersSchema,
});
export type ActivationStarted = z.infer<typeof activationStartedSchema>;

/** `POST /activation/finish`: both sides have the token's key after it. */
export const activationFinishSchema = z.strictObject({ exchangeId, ke3 });
export type ActivationFinish = z.infer<typeof activationFinishSchema>;
export const activationFinishedSchema = z.object({ institution: activationInstitutionSchema });
export type ActivationFinished = z.infer<typeof activationFinishedSchema>;

/** `POST /activation/receipt`: the phone kept the key. May be repeated; later it tells whether 手順5 is done. */
export const activationReceiptSchema = z.strictObject({ serviceId, userId, receipt });
export type ActivationReceipt = z.infer<typeof activationReceiptSchema>;
export const activationReceivedSchema = z.object({ status: z.enum(["activated", "inUse"]) });
export type ActivationReceived = z.infer<typeof activationReceivedSchema>;

/**
 * `POST /activation/status`: how the phone's own token stands. `proof` is an HMAC-SHA-256 under the token's key over
 * `warifu status v1|serviceId|userId|madeAtMs`, base64url; `madeAtMs` is the service's clock as the phone knows it, and is taken for
 * two minutes. A token that has ended is refused (`activationRefused`) like one that nobody has.
 */
export const activationStatusAskedSchema = z.strictObject({
  serviceId,
  userId,
  madeAtMs: z.int().check(z.gte(0)),
  proof: receipt,
});
export type ActivationStatusAsked = z.infer<typeof activationStatusAskedSchema>;
export const activationStatusToldSchema = z.object({
  status: z.enum(["activated", "inUse", "paused", "locked", "suspended"]),
});
export type ActivationStatusTold = z.infer<typeof activationStatusToldSchema>;

/** Body of every refusal. */
export const activationRefusalSchema = z.object({
  code: z.enum(Object.keys(activationStatus) as [ActivationCode, ...ActivationCode[]]),
});
export type ActivationRefusal = z.infer<typeof activationRefusalSchema>;
