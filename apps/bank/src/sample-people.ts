import { readFile } from "node:fs/promises";
import { z } from "zod";

const statusSchema = z.enum([
  "none",
  "applied",
  "cancelled",
  "issued",
  "activated",
  "inUse",
  "paused",
  "locked",
  "suspended",
  "revoked",
  "expired",
]);
export type SampleStatus = z.infer<typeof statusSchema>;

const sampleSchema = z.array(
  z.object({
    customerId: z.string(),
    password: z.string(),
    name: z.string(),
    nameEn: z.string(),
    /** Where they stand with one-time passwords, and what comes by itself after it; null while nobody knows. */
    standing: z
      .object({
        status: statusSchema,
        next: z.object({ atMs: z.int(), status: statusSchema }).nullable(),
      })
      .nullable()
      .catch(null),
  }),
);

export type SamplePerson = z.infer<typeof sampleSchema>[number];

/** Where somebody stands now: a pause ends by itself, and so does an issuance that nobody confirmed. */
export function statusNow({ standing }: SamplePerson, nowMs: number): SampleStatus | null {
  if (standing === null) return null;
  const { status, next } = standing;
  return next !== null && nowMs >= next.atMs ? next.status : status;
}

/** Who can be played in the demo. Read anew each time, because they go on meanwhile; nobody where there is no demo. */
export async function readSamplePeople(file: string | null): Promise<readonly SamplePerson[]> {
  if (file === null) return [];
  try {
    return sampleSchema.parse(JSON.parse(await readFile(file, "utf8")));
  } catch {
    return [];
  }
}
