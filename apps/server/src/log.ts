import pino from "pino";
import type { FastifyBaseLogger } from "fastify";
import type { Config } from "./config.ts";

/**
 * The only fields that can reach the log. Whatever else is handed to the logger is dropped, so that a forgotten
 * secret in an object cannot leak; a new field is added here, on purpose, after asking what it may hold.
 */
const allowedLogFields = [
  "face",
  "requestId",
  "method",
  "route",
  "status",
  "ms",
  "error",
  "job",
  "mailId",
  "mailKind",
  "attempts",
  "reason",
  "institutionId",
  "tokenId",
  "clientId",
  "staffId",
  "count",
  "port",
  "version",
  "command",
] as const;

const allowed = new Set<string>(allowedLogFields);

export interface DescribedError {
  readonly name: string;
  readonly code: string | null;
  /** Where it came from; never the message, which may quote input. */
  readonly frames: readonly string[];
  readonly cause: DescribedError | null;
}

/** What may be written about an error: its kind and place. */
export function describeError(error: unknown, depth = 0): DescribedError {
  if (!(error instanceof Error)) return { name: typeof error, code: null, frames: [], cause: null };
  const code = "code" in error && typeof error.code === "string" ? error.code : null;
  const frames = traceOf(error)
    .split("\n")
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 12)
    .map((line) => line.trim());
  const cause = error.cause !== undefined && depth < 3 ? describeError(error.cause, depth + 1) : null;
  return { name: error.name, code, frames, cause };
}

/** The stack below the message: a message of several lines could look like places (`SyntaxError` quotes what it read). */
function traceOf({ stack = "", message }: Error): string {
  const at = stack.indexOf(message);
  return at === -1 ? "" : stack.slice(at + message.length);
}

/** Makes the service's logger: JSON lines, allowed fields only, no address or path in any message. */
export function makeLog(
  config: Pick<Config, "logLevel">,
  destination: pino.DestinationStream = pino.destination(1),
): FastifyBaseLogger {
  const log = pino(
    {
      level: config.logLevel,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }), log: onlyAllowed },
      hooks: {
        logMethod(args: unknown[], method) {
          const [first, second] = args;
          const fields = typeof first === "object" && first !== null ? first : {};
          const message = typeof first === "string" ? first : typeof second === "string" ? second : "";
          const error = first instanceof Error ? first : "err" in fields ? fields.err : undefined;
          const described = error === undefined ? {} : { error: describeError(error) };
          method.apply(this, [{ ...onlyAllowed(fields), ...described }, withoutPaths(message)]);
        },
      },
    },
    destination,
  );
  // pino's own formatter of bindings is not handed on to children of children: this is, since children inherit it.
  const makeChild: (this: typeof log, bindings: object, options?: object) => typeof log = Reflect.get(log, "child");
  Reflect.set(log, "child", function child(this: typeof log, bindings: object, options?: object) {
    return makeChild.call(this, onlyAllowed(bindings), options);
  });
  return log;
}

function onlyAllowed(fields: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => allowed.has(name)));
}

/** Our own messages are fixed sentences; the framework's may quote a URL. */
function withoutPaths(message: string): string {
  return message.replace(/\S*\/\S*/g, "…");
}
