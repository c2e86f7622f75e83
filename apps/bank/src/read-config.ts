import { z } from "zod";

const schema = z.object({
  BANK_PORT: z.coerce.number().int().min(1).max(65_535),
  BANK_ORIGIN: z.url(),
  BANK_CUSTOMERS_FILE: z.string().min(1),
  BANK_SESSION_KEY: z.string().min(32),
  BANK_SUPPORT_PHONE: z.string().default("0120-000-123"),
  BANK_SAMPLE_NOTE: z.string().optional(),
  WARIFU_ISSUER: z.url(),
  WARIFU_CLIENT_ID: z.string().min(1),
  WARIFU_CLIENT_SECRET: z.string().min(1),
});

export interface Config {
  readonly port: number;
  readonly origin: string;
  readonly customersFile: string;
  readonly sessionKey: string;
  readonly supportPhone: string;
  /** Whether the log-in page names the people of the demo. */
  readonly sampleNote: boolean;
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** Reads the environment. @throws Error that names every wrong variable */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
  const read = schema.safeParse(environment);
  if (!read.success) throw new Error(`The bank cannot start:\n${z.prettifyError(read.error)}`);
  const { data } = read;
  return {
    port: data.BANK_PORT,
    origin: data.BANK_ORIGIN,
    customersFile: data.BANK_CUSTOMERS_FILE,
    sessionKey: data.BANK_SESSION_KEY,
    supportPhone: data.BANK_SUPPORT_PHONE,
    sampleNote: data.BANK_SAMPLE_NOTE !== undefined,
    issuer: data.WARIFU_ISSUER,
    clientId: data.WARIFU_CLIENT_ID,
    clientSecret: data.WARIFU_CLIENT_SECRET,
  };
}
