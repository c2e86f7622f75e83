import { setTimeout as pause } from "node:timers/promises";
import type { Storage } from "@warifu/rules";
import { readConsoleOrigin, readStoreConfig } from "../configuration/read-config.ts";
import type { Environment } from "../configuration/read-config.ts";
import { askService, controlSocketPath, NoAnswer } from "./control-socket.ts";
import { Refused } from "../refused.ts";
import type { Answer, DataCommand, Values } from "./command.ts";

/** A service that is just starting, or another command, has the file: for a moment nobody answers and nobody else may open it. */
const attempts = 50;
const betweenAttemptsMs = 200;

/** A service that answered before and does so no more is being restarted, or so it is hoped. */
const restartWithin = 300;

/** So long the file is kept open between pieces, and so long it is left to whoever waits for it. */
const holdMs = 2_000;
const giveWayMs = 250;

/**
 * Carries a data command out: in the service that owns the database, where one runs; otherwise here.
 * @throws Refused
 */
export async function carryOut(command: DataCommand, values: Values, environment: Environment): Promise<Answer> {
  const carrier = new Carrier(environment);
  try {
    return await carrier.perform(command, await command.read(values));
  } finally {
    await carrier.close();
  }
}

/** Carries commands out one after the other, wherever the database can be had at that moment. */
export class Carrier {
  readonly #environment: Environment;
  readonly #config: ReturnType<typeof readStoreConfig>;
  readonly #path: string | null;
  #hasAnswered = false;
  #own: { readonly storage: Storage; readonly openedMs: number } | null = null;

  /** @throws Refused when the environment does not name the database */
  constructor(environment: Environment) {
    this.#environment = environment;
    this.#config = readStoreConfig(environment);
    this.#path = controlSocketPath(this.#config.database);
  }

  /** @throws Refused */
  async perform(command: DataCommand, input: unknown): Promise<Answer> {
    await this.#giveWay();
    for (let attempt = 1; ; attempt += 1) {
      if (this.#own === null) {
        const answered = this.#path === null ? null : await askService(this.#path, command.name, input);
        this.#hasAnswered ||= answered !== null;
        if (answered) return answered;
      }
      const storage = await this.#open(attempt);
      if (storage === null) await pause(betweenAttemptsMs);
      else {
        const consoleOrigin = () => readConsoleOrigin(this.#environment);
        const { orRefused } = await import("../database/open-database.ts");
        return await orRefused(() => command.perform({ storage, nowMs, consoleOrigin }, input), this.#config.database);
      }
    }
  }

  /** As `perform`, for what may be done twice: a service that goes away in the middle is asked again once it is back. */
  async performTwice(command: DataCommand, input: unknown): Promise<Answer> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.perform(command, input);
      } catch (error) {
        if (!(error instanceof NoAnswer) || attempt === restartWithin) throw error;
        this.#hasAnswered = true;
        await pause(betweenAttemptsMs);
      }
    }
  }

  async close(): Promise<void> {
    const own = this.#own;
    this.#own = null;
    await own?.storage.close();
  }

  /** null: somebody else has it at this moment. */
  async #open(attempt: number): Promise<Storage | null> {
    if (this.#own !== null) return this.#own.storage;
    // Whoever took the file from a service that is being restarted would keep it from coming back.
    if (this.#hasAnswered) {
      if (attempt < restartWithin) return null;
      throw new Refused("The service stopped, and did not come back for a minute.");
    }
    // Only now: where a service answers, the command need not wait for the database code.
    const { openDatabase, DatabaseBusy } = await import("../database/open-database.ts");
    try {
      const storage = await openDatabase(this.#config, { nowMs });
      this.#own = { storage, openedMs: performance.now() };
      return storage;
    } catch (error) {
      if (error instanceof DatabaseBusy && attempt < attempts) return null;
      throw error;
    }
  }

  /** Long work must not keep a service from starting, nor other commands from the file. */
  async #giveWay(): Promise<void> {
    if (this.#path === null || this.#own === null || performance.now() - this.#own.openedMs < holdMs) return;
    await this.close();
    await pause(giveWayMs);
  }
}

const nowMs = (): number => Date.now();
