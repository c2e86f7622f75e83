import { resolve } from "node:path";
import { isIP } from "node:net";
import { checkDatabaseUrl, DatabaseRefused } from "@warifu/storage/database-url";
import { z } from "zod";
import type { Config } from "./config.ts";
import { unknownVariables } from "./known-variables.ts";
import { readSmtpUrl, SmtpUrlRefused } from "./read-smtp-url.ts";
import { Refused } from "../refused.ts";
import { proxyProblem } from "./trusted-proxies.ts";

/** The environment as it comes from the process; tests hand in their own. */
export type Environment = Readonly<Record<string, string | undefined>>;

const missing = "is missing";

const port = (standard: number) =>
  z
    .string()
    .regex(/^\d{1,5}$/, "must be a port number")
    .transform(Number)
    .refine((value) => value >= 1 && value <= 65_535, "must be a port number from 1 to 65535")
    .default(standard);

const origin = z.string({ error: missing }).superRefine((text, context) => {
  const problem = originProblem(text);
  if (problem !== null) context.addIssue(problem);
});

const database = z
  .string({ error: `${missing} (sqlite:PATH, or postgres://USER:PASSWORD@HOST/DATABASE)` })
  .superRefine(refusedBy(checkDatabaseUrl, DatabaseRefused))
  .transform((text) => (text.startsWith("sqlite:") ? `sqlite:${resolve(text.slice("sqlite:".length))}` : text));

const smtpUrl = z
  .string({ error: `${missing} (smtp://HOST:PORT or smtps://…)` })
  .superRefine(refusedBy(readSmtpUrl, SmtpUrlRefused));

const mailFrom = z
  .string({ error: `${missing} (an address, e.g. otp@example.jp)` })
  .regex(/^[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*$/, "must be one plain mail address without a name");

const trustedProxies = z
  .string()
  .default("")
  .transform((text) => text.split(",").flatMap((part) => (part.trim() === "" ? [] : [part.trim()])))
  .superRefine((list, context) => {
    for (const problem of list.map(proxyProblem)) if (problem !== null) context.addIssue(problem);
  });

const host = z
  .string()
  .refine(
    (text) => isIP(text) !== 0 || /^[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$/.test(text),
    "must be an address or a host name alone, without port or brackets, e.g. 127.0.0.1, ::1 or 0.0.0.0",
  );

/** Every variable the program knows. Secrets and addresses have no defaults. */
const environmentSchema = z.object({
  WARIFU_DATABASE: database,
  WARIFU_KEY_RING: z
    .string({ error: `${missing} (the file with the key-encryption keys)` })
    .transform((p) => resolve(p)),
  WARIFU_ENVIRONMENT: z.enum(["production", "training"], "must be production or training").default("production"),
  WARIFU_LOG_LEVEL: z
    .enum(["fatal", "error", "warn", "info", "debug", "silent"], "must be fatal, error, warn, info, debug or silent")
    .default("info"),
  WARIFU_HOST: host.default("127.0.0.1"),
  WARIFU_OPS_HOST: host.default("127.0.0.1"),
  WARIFU_GATE_PORT: port(4001),
  WARIFU_TOKEN_PORT: port(4002),
  WARIFU_CONSOLE_PORT: port(4003),
  WARIFU_API_PORT: port(4004),
  WARIFU_OPS_PORT: port(4005),
  WARIFU_RADIUS_HOST: host.optional(),
  WARIFU_RADIUS_PORT: port(1812),
  WARIFU_GATE_ORIGIN: origin,
  WARIFU_TOKEN_ORIGIN: origin,
  WARIFU_CONSOLE_ORIGIN: origin,
  WARIFU_API_ORIGIN: origin,
  WARIFU_SMTP_URL: smtpUrl,
  WARIFU_MAIL_FROM: mailFrom,
  WARIFU_TRUSTED_PROXIES: trustedProxies,
  WARIFU_STOP_WAIT_SECONDS: z
    .string()
    .regex(/^\d{1,3}$/, "must be whole seconds from 0 to 300")
    .transform(Number)
    .refine((value) => value <= 300, "must be whole seconds from 0 to 300")
    .default(0),
});

const storeSchema = environmentSchema.pick({ WARIFU_DATABASE: true, WARIFU_KEY_RING: true });
const linkSchema = environmentSchema.pick({ WARIFU_CONSOLE_ORIGIN: true });

/**
 * Reads everything `warifu serve` needs.
 * @throws Refused naming every wrong or missing variable at once
 */
export function readConfig(environment: Environment): Config {
  const read = check(environmentSchema, environment, sameOrigins);
  return {
    database: read.WARIFU_DATABASE,
    keyRingFile: read.WARIFU_KEY_RING,
    environment: read.WARIFU_ENVIRONMENT,
    host: read.WARIFU_HOST,
    opsHost: read.WARIFU_OPS_HOST,
    radiusHost: read.WARIFU_RADIUS_HOST ?? read.WARIFU_HOST,
    ports: {
      gate: read.WARIFU_GATE_PORT,
      token: read.WARIFU_TOKEN_PORT,
      console: read.WARIFU_CONSOLE_PORT,
      api: read.WARIFU_API_PORT,
      ops: read.WARIFU_OPS_PORT,
      radius: read.WARIFU_RADIUS_PORT,
    },
    origins: {
      gate: read.WARIFU_GATE_ORIGIN,
      token: read.WARIFU_TOKEN_ORIGIN,
      console: read.WARIFU_CONSOLE_ORIGIN,
      api: read.WARIFU_API_ORIGIN,
    },
    mail: {
      smtpUrl: read.WARIFU_SMTP_URL,
      from: read.WARIFU_MAIL_FROM,
      senderDomain: read.WARIFU_MAIL_FROM.slice(read.WARIFU_MAIL_FROM.lastIndexOf("@") + 1),
    },
    logLevel: read.WARIFU_LOG_LEVEL,
    trustedProxies: read.WARIFU_TRUSTED_PROXIES,
    stopWaitMs: read.WARIFU_STOP_WAIT_SECONDS * 1000,
  };
}

/** Where the data is: all that most commands need. @throws Refused */
export function readStoreConfig(environment: Environment): Pick<Config, "database" | "keyRingFile"> {
  const read = check(storeSchema, environment);
  return { database: read.WARIFU_DATABASE, keyRingFile: read.WARIFU_KEY_RING };
}

/** The console's origin, for links. @throws Refused */
export function readConsoleOrigin(environment: Environment): string {
  return check(linkSchema, environment).WARIFU_CONSOLE_ORIGIN;
}

function check<Schema extends z.ZodType>(
  schema: Schema,
  environment: Environment,
  furtherProblems: (given: Environment) => string[] = () => [],
): z.output<Schema> {
  // An empty variable is one that somebody forgot to fill in.
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ""),
  );
  const result = schema.safeParse(given);
  const lines = [
    ...(result.success ? [] : result.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`)),
    ...furtherProblems(given),
    ...unknownVariables(environment, variableNames).map(
      ({ name, nearest }) => `${name} is not known${nearest === null ? "" : `: is ${nearest} meant?`}`,
    ),
  ];
  if (result.success && lines.length === 0) return result.data;
  throw new Refused(`The environment is not right:\n${[...new Set(lines)].map((line) => `  ${line}`).join("\n")}`);
}

/** Every variable that this program reads. */
export const variableNames: readonly string[] = Object.keys(environmentSchema.shape);

/** Two faces on one origin would share cookies, storage and passkeys, and one of them would never be reached. */
function sameOrigins(given: Environment): string[] {
  const names = variableNames.filter((name) => name.endsWith("_ORIGIN"));
  return names.flatMap((name, index) => {
    const same = names.slice(0, index).find((other) => given[name] !== undefined && given[other] === given[name]);
    return same === undefined
      ? []
      : [`${name} is the same as ${same}: each face needs an origin of its own (another host name, or another port)`];
  });
}

/** Turns a reader's refusal into an issue. The readers' messages never repeat what they read. */
function refusedBy(read: (text: string) => unknown, kind: new (message: string) => Error) {
  return (text: string, context: z.RefinementCtx): void => {
    try {
      read(text);
    } catch (error) {
      if (!(error instanceof kind)) throw error;
      context.addIssue(error.message.replace(/^The /, "is refused: the "));
    }
  };
}

/** null when the text is an origin as browsers write it: https, or http on a loopback host, nothing after the port. */
function originProblem(text: string): string | null {
  if (!URL.canParse(text)) return "must be an address such as https://otp.example.jp";
  const url = new URL(text);
  if (url.origin !== text) return `must be an origin alone, without path or slash at the end (${url.origin}?)`;
  if (url.protocol === "https:") return null;
  if (url.protocol === "http:" && isLoopback(url.hostname)) return null;
  return "must be https (http is allowed for localhost only)";
}

function isLoopback(hostname: string): boolean {
  return (
    hostname === "localhost" ||
    hostname.endsWith(".localhost") ||
    hostname === "[::1]" ||
    /^127(\.\d+){3}$/.test(hostname)
  );
}
