import { wireCodes, wireErrorSchema } from "@warifu/wire";
import type { WireCode } from "@warifu/wire";
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import type { IncomingMessage, ServerResponse } from "node:http";

/** A scope whose requests and answers are typed by their Zod schemas. */
export type ApiScope = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>;

/** Answers that every authenticated path can give. */
const everywhere = ["unauthorized", "too_many_requests", "internal", "outcome_unknown", "unavailable"] as const;

type ErrorAnswer = {
  description: string;
  content: { "application/json": { schema: typeof wireErrorSchema } };
};

/** The `response` entries of the error answers a route can give, next to those that all can. Status → what may stand there. */
export function answers(...codes: readonly WireCode[]): Record<number, ErrorAnswer> {
  const byStatus = new Map<number, WireCode[]>();
  for (const code of [...codes, ...everywhere]) {
    const { status } = wireCodes[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return Object.fromEntries(
    [...byStatus]
      .toSorted(([left], [right]) => left - right)
      .map(([status, names]) => [
        status,
        {
          description: names.map((name) => `\`${name}\`: ${wireCodes[name].message}`).join("\n\n"),
          content: { "application/json": { schema: wireErrorSchema } },
        },
      ]),
  );
}

/** What makes the document say that a path wants the API key. */
export const secured = { security: [{ apiKey: [] }] };

/** Codes of a body or path that does not keep the grammar. */
export const badBody = ["malformed", "body_too_large", "unsupported_media_type"] as const;

/** Codes of what is answered once under its Idempotency-Key. */
export const onceOnly = ["idempotency_mismatch"] as const;

/** Codes of paths that check one-time passwords. */
export const ofCodes = ["too_many_wrong_codes", "key_unreadable"] as const;
