import type { FastifyBaseLogger } from "fastify";

/**
 * A request's own log, made only when something is written to it: most requests write nothing but their one line, which needs
 * none. (A child of pino costs as much as three checks of a code.)
 */
export function requestLog(log: FastifyBaseLogger, bindings: object): FastifyBaseLogger {
  return new RequestLog(log, bindings);
}

type Written = [object: unknown, message?: string];

class RequestLog implements FastifyBaseLogger {
  readonly #log: FastifyBaseLogger;
  readonly #bindings: object;
  #made: FastifyBaseLogger | undefined;

  constructor(log: FastifyBaseLogger, bindings: object) {
    this.#log = log;
    this.#bindings = bindings;
  }

  get level(): string {
    return this.#log.level;
  }
  set level(level: string) {
    this.#own.level = level;
  }
  get #own(): FastifyBaseLogger {
    return (this.#made ??= this.#log.child(this.#bindings));
  }

  child(bindings: object, options?: object): FastifyBaseLogger {
    return this.#own.child(bindings, options);
  }
  fatal(...written: Written): void {
    this.#own.fatal(...written);
  }
  error(...written: Written): void {
    this.#own.error(...written);
  }
  warn(...written: Written): void {
    this.#own.warn(...written);
  }
  info(...written: Written): void {
    this.#own.info(...written);
  }
  debug(...written: Written): void {
    this.#own.debug(...written);
  }
  trace(...written: Written): void {
    this.#own.trace(...written);
  }
  silent(...written: Written): void {
    this.#own.silent(...written);
  }
}
