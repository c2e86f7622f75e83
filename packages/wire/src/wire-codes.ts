import { z } from "zod";

/** Every code an error answer of REST v1 can carry: its HTTP status and the sentence that comes with it. */
export const wireCodes = {
  malformed: { status: 400, message: "The request is malformed." },
  unauthorized: { status: 401, message: "The API key is missing, unknown or revoked." },
  unknown_customer: { status: 404, message: "No such customer at this institution." },
  unknown_token: { status: 404, message: "The customer has no such token." },
  not_found: { status: 404, message: "There is nothing at this address." },
  method_not_allowed: { status: 405, message: "This method is not answered here." },
  not_applied: { status: 409, message: "No application is registered for this customer." },
  already_applied: { status: 409, message: "An application is already registered." },
  already_in_use: { status: 409, message: "The customer's token is already in use." },
  nothing_issued: { status: 409, message: "No token has been issued yet." },
  issuances_left: {
    status: 409,
    message: "The customer can still issue a token; no further one has to be allowed.",
  },
  too_many_allowed: {
    status: 409,
    message: "The limit of further issuances that may be allowed within 24 hours is reached.",
  },
  not_activated: { status: 409, message: "The app has not been set up yet." },
  not_in_use: { status: 409, message: "The customer has no token in use." },
  not_suspended: { status: 409, message: "The token is not suspended." },
  not_stopped: { status: 409, message: "The token is neither locked nor paused." },
  paused: { status: 409, message: "The token is paused after repeated wrong codes." },
  locked: { status: 409, message: "The token is locked." },
  suspended: { status: 409, message: "The token is suspended." },
  ended: { status: 409, message: "The token is revoked or expired: this cannot be undone." },
  idempotency_mismatch: { status: 409, message: "The idempotency key was used before, for another request." },
  body_too_large: { status: 413, message: "The body is larger than 64 kB." },
  unsupported_media_type: { status: 415, message: "Bodies are sent as application/json." },
  too_many_requests: { status: 429, message: "Too many requests; the headers say when to go on." },
  too_many_wrong_codes: {
    status: 429,
    message:
      "Too many wrong codes at this institution; verification is refused for now. The headers say when to go on.",
  },
  internal: { status: 500, message: "Something went wrong here; the request ID names it in our log." },
  key_unreadable: { status: 500, message: "The token's stored key cannot be read; this customer needs a new token." },
  outcome_unknown: {
    status: 503,
    message: "It is not known whether the request was carried out. Repeat it with the same idempotency key.",
  },
  unavailable: { status: 503, message: "The service cannot answer at the moment; nothing was done." },
} as const satisfies Record<string, { status: number; message: string }>;

export type WireCode = keyof typeof wireCodes;

export const wireCodeNames = Object.keys(wireCodes) as [WireCode, ...WireCode[]];

/** Body of every answer with a status of 400 or more. */
export const wireErrorSchema = z
  .object({
    code: z.enum(wireCodeNames).meta({ description: "Stable; programs decide on it." }),
    message: z.string().meta({ description: "For people; may change." }),
    fields: z.array(z.string()).optional().meta({
      description:
        "With malformed: the fields or headers that do not keep the grammar; an empty name is the body as a whole.",
    }),
  })
  .meta({ id: "Error" });
export type WireError = z.infer<typeof wireErrorSchema>;
