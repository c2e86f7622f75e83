import { randomBytes } from "node:crypto";
import type { RecordStore } from "@warifu/rules";
import { z } from "zod";
import { identityChecks, procedureNames } from "./procedures.ts";

const kind = "console-order";
const lifetimeMs = 15 * 60_000;

/** One procedure as a staff member filled it in, waiting to be checked and carried out: exactly what the check screen shows. */
const orderSchema = z.strictObject({
  procedure: z.enum(procedureNames),
  staffId: z.string(),
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
});

export type Order = Readonly<z.infer<typeof orderSchema>>;

/** Keeps the order and names it. */
export async function keepOrder(records: RecordStore, order: Order, nowMs: number): Promise<string> {
  const orderId = randomBytes(16).toString("hex");
  await records.put(kind, orderId, order, nowMs + lifetimeMs, [`staff:${order.staffId}`]);
  return orderId;
}

/** Only to the staff member who made it. */
export async function readOrder(
  records: RecordStore,
  orderId: string,
  staffId: string,
  nowMs: number,
): Promise<Order | null> {
  return ofStaff(await records.get(kind, orderId, nowMs), staffId);
}

/** Gives it out once: pressed twice, it is carried out once. */
export async function takeOrder(
  records: RecordStore,
  orderId: string,
  staffId: string,
  nowMs: number,
): Promise<Order | null> {
  if ((await readOrder(records, orderId, staffId, nowMs)) === null) return null;
  return ofStaff(await records.take(kind, orderId, nowMs), staffId);
}

function ofStaff(record: unknown, staffId: string): Order | null {
  const order = orderSchema.safeParse(record);
  return order.success && order.data.staffId === staffId ? order.data : null;
}
