import { z } from "zod";

/** The most events in one answer; how many without `limit`; and the longest `wait`. */
export const eventLimits = { most: 1000, usual: 100, waitSeconds: 30 } as const;

/** A place in an institution's feed: decimal digits, "0" before the first event. */
export const cursorSchema = z.string().regex(/^(?:0|[1-9][0-9]{0,14})$/);

/** Read as text, digit by digit; told as the numbers that they are. */
export const eventsQuerySchema = z.strictObject({
  after: cursorSchema
    .optional()
    .meta({ description: "The `next` of the answer before; without it, from the beginning." }),
  limit: z
    .string()
    .regex(/^(?:[1-9][0-9]{0,2}|1000)$/)
    .optional()
    .meta({ type: "integer", minimum: 1, maximum: 1000, description: "1–1000 events at most; 100 without it." }),
  wait: z
    .string()
    .regex(/^(?:[0-9]|[12][0-9]|30)$/)
    .optional()
    .meta({
      type: "integer",
      minimum: 0,
      maximum: 30,
      description: "0–30 seconds to wait for the next event when there is none yet; 0 without it.",
    }),
});

export const eventSchema = z
  .object({
    cursor: cursorSchema.meta({ description: "The event's place in the feed." }),
    type: z.string().meta({ description: "What happened, such as code.accepted. New types may come." }),
    atMs: z.int().meta({ description: "Milliseconds since the Unix epoch." }),
    actor: z
      .object({ kind: z.string(), id: z.string().nullable(), channel: z.string() })
      .meta({ description: "Who did it, and over which way." }),
    customerId: z.string().nullable(),
    tokenId: z.string().nullable(),
    detail: z.record(z.string(), z.union([z.string(), z.int(), z.boolean(), z.null()])).meta({
      description:
        "Small facts, such as purpose, reference (of code.accepted, code.refused and token.confirmed: what the institution asked with) and reason. Never a code or key.",
    }),
  })
  .meta({ id: "Event" });
export type WireEvent = z.infer<typeof eventSchema>;

export const eventsSchema = z
  .object({
    events: z.array(eventSchema),
    next: cursorSchema.meta({
      description: "Send it as `after` to read on. Keep it with what you did with the events.",
    }),
    more: z.boolean().meta({ description: "true: there are more already; ask again at once." }),
  })
  .meta({ id: "Events" });
export type WireEvents = z.infer<typeof eventsSchema>;
