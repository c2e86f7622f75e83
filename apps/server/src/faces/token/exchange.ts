import { createHash, randomBytes } from "node:crypto";
import { z } from "zod";

/** RecordStore name space of half-run exchanges: single use (`take`), gone after policy.exchangeLifetimeSeconds. */
export const exchangeKind = "activation-exchange";

/** RecordStore name space of counted starts per user ID, whether anybody has that ID or not. */
export const shadowTriesKind = "shadow-tries";

/** What the server remembers between start and finish. A fake one (nobody has that user ID) has the same fields. */
const exchangeSchema = z.strictObject({
  exchangeState: z.string(),
  institutionId: z.string(),
  serviceId: z.string(),
  userId: z.string(),
  tokenId: z.string(),
  /** SHA-256 of the registration record that the exchange was started with: the record itself is not copied around. */
  recordHash: z.string(),
});

export type Exchange = z.infer<typeof exchangeSchema>;

export function readExchange(payload: unknown): Exchange | null {
  const result = exchangeSchema.safeParse(payload);
  return result.success ? result.data : null;
}

/** 32 random bytes: 43 characters of base64url. */
export function makeExchangeId(): string {
  return randomBytes(32).toString("base64url");
}

export function hashOf(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("base64url");
}
