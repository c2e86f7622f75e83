import { resolve } from "node:path";
import { isIP } from "node:net";
import { z } from "zod";
import type { Config } from "./config.ts";
import { Refused } from "./refused.ts";

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
  .string({ error: `${missing} (sqlite:PATH)` })
  .regex(/^(memory:$|sqlite:.|postgres(ql)?:\/\/.)/, "must be sqlite:PATH, postgres://… or memory:")
  .transform((text) => (text.startsWith("sqlite:") ? `sqlite:${resolve(text.slice("sqlite:".length))}` : text));

const smtpUrl = z
  .string({ error: `${missing} (smtp://HOST:PORT or smtps://…)` })
  .refine((text) => URL.canParse(text) && /^smtps?:$/.test(new URL(text).protocol), "must be smtp://… or smtps://…");

const mailFrom = z
  .string({ error: `${missing} (an address, e.g. otp@example.jp)` })
  .regex(/^[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*$/, "must be one plain mail address without a name");

const trustedProxies = z
  .string()
  .default("")
  .transform((text) => text.split(",").flatMap((part) => (part.trim() === "" ? [] : [part.trim()])))
  .refine((list) => list.every(isAddressOrRange), "must be addresses or ranges with commas between, e.g. 10.0.0.0/8");

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
  WARIFU_HOST: z.string().min(1, "must not be empty").default("127.0.0.1"),
  WARIFU_OPS_HOST: z.string().min(1, "must not be empty").default("127.0.0.1"),
  WARIFU_GATE_PORT: port(4001),
  WARIFU_TOKEN_PORT: port(4002),
  WARIFU_CONSOLE_PORT: port(4003),
  WARIFU_API_PORT: port(4004),
  WARIFU_OPS_PORT: port(4005),
  WARIFU_RADIUS_HOST: z.string().min(1).optional(),
  WARIFU_RADIUS_PORT: port(1812),
  WARIFU_GATE_ORIGIN: origin,
  WARIFU_TOKEN_ORIGIN: origin,
  WARIFU_CONSOLE_ORIGIN: origin,
  WARIFU_API_ORIGIN: origin,
  WARIFU_SMTP_URL: smtpUrl,
  WARIFU_MAIL_FROM: mailFrom,
  WARIFU_TRUSTED_PROXIES: trustedProxies,
});

const storeSchema = environmentSchema.pick({ WARIFU_DATABASE: true, WARIFU_KEY_RING: true });
const linkSchema = environmentSchema.pick({ WARIFU_CONSOLE_ORIGIN: true });

/**
 * Reads everything `warifu serve` needs.
 * @throws Refused naming every wrong or missing variable at once
 */
export function readConfig(environment: Environment): Config {
  const read = check(environmentSchema, environment);
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

function check<Schema extends z.ZodType>(schema: Schema, environment: Environment): z.output<Schema> {
  // An empty variable is one that somebody forgot to fill in.
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ""),
  );
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const lines = result.error.issues.map((issue) => `  ${issue.path.join(".")} ${issue.message}`);
  throw new Refused(`The environment is not complete:\n${[...new Set(lines)].join("\n")}`);
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

function isAddressOrRange(text: string): boolean {
  const [address = "", bits, more] = text.split("/");
  const kind = isIP(address);
  if (kind === 0 || more !== undefined) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (kind === 4 ? 32 : 128));
}
