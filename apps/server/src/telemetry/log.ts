import pino from "pino";
import type { FastifyBaseLogger } from "fastify";
import type { Config } from "../configuration/config.ts";

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
  "change",
  "fenceMs",
  "complaint",
  "smtpCode",
  "smtpStatus",
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
  destination: pino.DestinationStream = standardOutput(),
): FastifyBaseLogger {
  const log = pino(
    {
      level: config.logLevel,
      base: null,
      timestamp: isoTime,
      formatters: { level: (label) => ({ level: label }) },
      hooks: {
        // Every method of the logger and of its children comes through here.
        logMethod(args: unknown[], method) {
          const [first, second] = args;
          const fields = typeof first === "object" && first !== null ? first : {};
          const message = typeof first === "string" ? first : typeof second === "string" ? second : "";
          const error = first instanceof Error ? first : "err" in fields ? fields.err : undefined;
          const kept = onlyAllowed(fields);
          if (error !== undefined) kept["error"] = describeError(error);
          method.apply(this, [kept, withoutPaths(message)]);
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
  const kept: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) if (allowed.has(name)) kept[name] = value;
  return kept;
}

/** Our own messages are fixed sentences; the framework's may quote a URL. */
function withoutPaths(message: string): string {
  return message.includes("/") ? message.replace(/\S*\/\S*/g, "…") : message;
}

/**
 * Standard output, written by the tenth of a second or by four kilobytes: a line of its own for each answer would cost as much as
 * the answer. What is written when the process ends or is ended by itself still goes out; `kill -9` may take the last tenth.
 * A reader that does not keep up loses lines beyond 16 MiB and not the service its memory.
 */
function standardOutput(): pino.DestinationStream {
  // periodicFlush is typed in sonic-boom only, to which pino hands these on.
  const buffered = { fd: 1, sync: false, minLength: 4096, maxLength: 16 * 1024 * 1024, periodicFlush: 100 };
  return pino.destination(buffered);
}

let second = -1;
let secondText = "";

/** As pino's own isoTime; the text of a second is made once. */
function isoTime(): string {
  const nowMs = Date.now();
  const nowSecond = Math.floor(nowMs / 1000);
  if (nowSecond !== second) {
    second = nowSecond;
    secondText = new Date(nowSecond * 1000).toISOString().slice(0, 19);
  }
  return `,"time":"${secondText}.${String(nowMs - nowSecond * 1000).padStart(3, "0")}Z"`;
}
