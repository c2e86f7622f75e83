import { z } from "zod";

const schema = z
  .object({
    BANK_PORT: z.coerce.number().int().min(1).max(65_535),
    BANK_ORIGIN: z.url(),
    BANK_CUSTOMERS_FILE: z.string().min(1),
    BANK_SESSION_KEY: z.string().min(32),
    BANK_SUPPORT_PHONE: z.string().default("0120-000-123"),
    BANK_SAMPLE_PEOPLE_FILE: z.string().min(1).optional(),
    WARIFU_ISSUER: z.url(),
    WARIFU_CLIENT_ID: z.string().min(1),
    WARIFU_CLIENT_SECRET: z.string().min(1).optional(),
    WARIFU_CLIENT_SECRET_FILE: z.string().min(1).optional(),
  })
  .refine((data) => (data.WARIFU_CLIENT_SECRET === undefined) !== (data.WARIFU_CLIENT_SECRET_FILE === undefined), {
    path: ["WARIFU_CLIENT_SECRET"],
    message: "either this or WARIFU_CLIENT_SECRET_FILE must be set",
  });

export interface Config {
  readonly port: number;
  readonly origin: string;
  readonly customersFile: string;
  readonly sessionKey: string;
  readonly supportPhone: string;
  /** Where the demo keeps who can be played, for the log-in page; null elsewhere. */
  readonly samplePeopleFile: string | null;
  readonly issuer: string;
  readonly clientId: string;
  /** The secret, or the file that holds it: read when it is first needed, so that it may come after the start. */
  readonly clientSecret: { readonly value: string } | { readonly file: string };
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
    samplePeopleFile: data.BANK_SAMPLE_PEOPLE_FILE ?? null,
    issuer: data.WARIFU_ISSUER,
    clientId: data.WARIFU_CLIENT_ID,
    clientSecret:
      data.WARIFU_CLIENT_SECRET_FILE === undefined
        ? { value: data.WARIFU_CLIENT_SECRET ?? "" }
        : { file: data.WARIFU_CLIENT_SECRET_FILE },
  };
}
