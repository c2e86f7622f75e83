import { randomBytes } from "node:crypto";
import type { RecordStore } from "@warifu/rules";
import { z } from "zod";
import { identityChecks, procedureNames } from "./procedures.ts";

const kind = "console-order";
const doneKind = "console-order-done";

/** A confirmation is good for a quarter of an hour. What was filled in is kept a little longer, so that nobody types it twice. */
const goodForMs = 15 * 60_000;
const keptForMs = 60 * 60_000;

/** One procedure as a staff member filled it in, waiting to be checked and carried out. */
const contentShape = {
  procedure: z.enum(procedureNames),
  institutionId: z.string(),
  customerId: z.string(),
  profile: z
    .strictObject({
      name: z.string().nullable(),
      nameKana: z.string().nullable(),
      branchCode: z.string().nullable(),
      accountNumber: z.string().nullable(),
      phone: z.string().nullable(),
    })
    .nullable(),
  afterRevocation: z.boolean(),
  identityCheck: z.enum(identityChecks),
  reason: z.string(),
};
const orderSchema = z.strictObject({ ...contentShape, staffId: z.string(), madeAtMs: z.int() });
const doneSchema = z.strictObject({ staffId: z.string(), customerId: z.string() });

export type Order = Readonly<z.infer<typeof orderSchema>>;
export type OrderContent = Omit<Order, "staffId" | "madeAtMs">;

/** Keeps the order and names it; under its own name again where it was taken out and could not be carried out. */
export async function keepOrder(
  records: RecordStore,
  order: Order,
  nowMs: number,
  orderId = randomBytes(16).toString("hex"),
): Promise<string> {
  await records.put(kind, orderId, order, nowMs + keptForMs, [`staff:${order.staffId}`]);
  return orderId;
}

/** Only to the staff member who made it; also for a while after it can no longer be carried out (`isGood`). */
export async function readOrder(
  records: RecordStore,
  orderId: string,
  staffId: string,
  nowMs: number,
): Promise<Order | null> {
  return ofStaff(await records.get(kind, orderId, nowMs), staffId);
}

/** Whether it may still be carried out. */
export function isGood(order: Order, nowMs: number): boolean {
  return nowMs < order.madeAtMs + goodForMs;
}

/** Gives it out once: pressed twice, it is carried out once. */
export async function takeOrder(
  records: RecordStore,
  orderId: string,
  staffId: string,
  nowMs: number,
): Promise<Order | null> {
  const order = await readOrder(records, orderId, staffId, nowMs);
  if (order === null || !isGood(order, nowMs)) return null;
  return ofStaff(await records.take(kind, orderId, nowMs), staffId);
}

/** Remembers whose procedure it was, so that a second press leads to the customer. */
export async function rememberDone(
  records: RecordStore,
  orderId: string,
  { staffId, customerId }: Order,
  nowMs: number,
): Promise<void> {
  await records.put(doneKind, orderId, { staffId, customerId }, nowMs + keptForMs, [`staff:${staffId}`]);
}

/** The customer of an order that this staff member has carried out; null when there is none. */
export async function customerOfDone(
  records: RecordStore,
  orderId: string,
  staffId: string,
  nowMs: number,
): Promise<string | null> {
  const done = doneSchema.safeParse(await records.get(doneKind, orderId, nowMs));
  return done.success && done.data.staffId === staffId ? done.data.customerId : null;
}

function ofStaff(record: unknown, staffId: string): Order | null {
  const order = orderSchema.safeParse(record);
  return order.success && order.data.staffId === staffId ? order.data : null;
}
