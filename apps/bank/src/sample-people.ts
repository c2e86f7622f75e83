import { readFile } from "node:fs/promises";
import { z } from "zod";

const sampleSchema = z.array(
  z.object({
    customerId: z.string(),
    password: z.string(),
    name: z.string(),
    nameEn: z.string(),
    /** Where they stand with one-time passwords; null while nobody knows. */
    standing: z.enum(["notApplied", "applied", "inUse"]).nullable(),
  }),
);

export type SamplePerson = z.infer<typeof sampleSchema>[number];

/** Who can be played in the demo. Read anew each time, because they go on meanwhile; nobody where there is no demo. */
export async function readSamplePeople(file: string | null): Promise<readonly SamplePerson[]> {
  if (file === null) return [];
  try {
    return sampleSchema.parse(JSON.parse(await readFile(file, "utf8")));
  } catch {
    return [];
  }
}
