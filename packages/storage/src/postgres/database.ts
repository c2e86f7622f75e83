import { OutcomeUnknown } from "@warifu/rules";
import pg from "pg";
import type { PostgresOptions } from "./postgres-options.ts";
import { Session } from "./session.ts";
import { sessionSettings, setForSession } from "./session-settings.ts";
import type { Statement, Step } from "./statement.ts";
import { asStoreBusy, isCollision, isLost, NotConnected, sqlStateOf, wordsOf } from "./trouble.ts";

/** What a transaction gives, and what it writes at its very end, in one go with the commit. */
export interface Ending<Value> {
  readonly value: Value;
  readonly last: readonly Step[];
}

/** The connections to one database. A lost one is replaced by itself. */
export interface Database {
  /** One reading statement. */
  read<Row extends object>(asked: Statement, values: readonly unknown[]): Promise<Row[]>;
  /** Several reading statements on one connection. */
  session<Value>(body: (session: Session) => Promise<Value>): Promise<Value>;
  /** Statements in one transaction and one round trip. @throws OutcomeUnknown · StoreBusy when nothing was written */
  together<Row extends object>(steps: readonly Step[]): Promise<Row[][]>;
  /**
   * A transaction of several round trips. `body` may be asked again: after a collision or a lost connection nothing was written.
   * @throws what `body` throws · OutcomeUnknown · StoreBusy
   */
  transaction<Value>(body: (session: Session) => Promise<Ending<Value>>): Promise<Value>;
  close(): Promise<void>;
}

/** A collision or a lost connection is tried again so often. */
const mostTries = 3;

export function openDatabase(options: PostgresOptions): Database {
  const pool = new pg.Pool(poolConfig(options));
  // A connection that dies while nobody uses it is replaced at the next use; without a listener it would end the process.
  pool.on("error", () => undefined);
  let closing: Promise<void> | null = null;

  const withSession = async <Value>(body: (session: Session) => Promise<Value>): Promise<Value> => {
    const client = await pool.connect().catch((error: unknown) => {
      throw error instanceof pg.DatabaseError ? error : new NotConnected(wordsOf(error), { cause: error });
    });
    const session = Session.of(client);
    try {
      return await body(session);
    } catch (error) {
      if (error instanceof OutcomeUnknown) session.spoil();
      throw error;
    } finally {
      client.release(session.isSuspect);
    }
  };
  const tried = async <Value>(body: (session: Session) => Promise<Value>): Promise<Value> => {
    for (let tries = 1; ; tries += 1) {
      try {
        return await withSession(body);
      } catch (error) {
        if (error instanceof OutcomeUnknown) throw error;
        if (tries < mostTries && (isCollision(error) || isLost(error))) continue;
        throw asStoreBusy(error);
      }
    }
  };
  const inTransaction = async <Value>(session: Session, body: () => Promise<Value>): Promise<Value> => {
    // Not waited for: what follows goes out at once, and fails too when this does.
    const begun = session.send("BEGIN").catch(() => session.spoil());
    try {
      const value = await body();
      await begun;
      return value;
    } catch (error) {
      await begun;
      await session.send("ROLLBACK").catch(() => session.spoil());
      throw error;
    }
  };
  return {
    read: <Row extends object>(asked: Statement, values: readonly unknown[]) =>
      tried((session) => session.rows<Row>(asked, values)),
    session: tried,
    together: <Row extends object>(steps: readonly Step[]) =>
      tried((session) => inTransaction(session, async () => commit<Row>(session, steps))),
    transaction: (body) =>
      tried((session) =>
        inTransaction(session, async () => {
          const { value, last } = await body(session);
          await commit(session, last);
          return value;
        }),
      ),
    close() {
      closing ??= pool.end();
      return closing;
    },
  };
}

/**
 * Sends the last statements and COMMIT without waiting in between; when one fails, PostgreSQL makes the COMMIT a ROLLBACK.
 * @throws OutcomeUnknown when the connection was lost after COMMIT was sent, or when PostgreSQL says that it committed here but
 * did not wait for the standby · what a statement failed with: then nothing was written
 */
export async function commit<Row extends object>(session: Session, steps: readonly Step[]): Promise<Row[][]> {
  // Lost before anything of this was sent: certainly not committed.
  if (session.lost !== null) throw session.lost;
  session.warned = false;
  const results = steps.map(({ statement, values }) => session.rows<Row>(statement, values));
  const [ended, ...settled] = await Promise.allSettled([session.send("COMMIT"), ...results]);
  const failed = settled.find(({ status }) => status === "rejected");
  if (failed?.status === "rejected") {
    // Told by the server before it came to the COMMIT.
    if (sqlStateOf(failed.reason) !== undefined) throw failed.reason;
    throw unknown(failed.reason);
  }
  if (ended.status === "rejected") {
    if (/^(23|40)/.test(sqlStateOf(ended.reason) ?? "")) throw ended.reason;
    throw unknown(ended.reason);
  }
  if (session.warned) throw unknown(new Error("PostgreSQL committed here, but did not wait for the standby."));
  if (ended.value !== "COMMIT") throw new Error("The transaction was rolled back.");
  return settled.map((result) => (result.status === "fulfilled" ? result.value : []));
}

function unknown(cause: unknown): OutcomeUnknown {
  return new OutcomeUnknown("The commit was sent but its result is not known.", { cause });
}

/** How one connection is made. */
export function connectionConfig(options: PostgresOptions): pg.ClientConfig {
  const { host, port, user, password, database, tls, connectTimeoutMs } = options;
  return {
    host,
    port,
    user,
    database,
    ...(password === undefined ? {} : { password }),
    ssl: tls,
    connectionTimeoutMillis: connectTimeoutMs,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    application_name: "warifu",
  };
}

function poolConfig(options: PostgresOptions): pg.PoolConfig {
  const settings = setForSession(sessionSettings(options));
  return {
    ...connectionConfig(options),
    max: options.pool,
    idleTimeoutMillis: 60_000,
    // A program that forgets to close ends all the same.
    allowExitOnIdle: true,
    // The server ends a statement by itself; this one is for a server or a network that says nothing at all.
    query_timeout: options.statementTimeoutMs + 3000,
    pipeline: true,
    types: { getTypeParser: (oid: number) => parsers[oid] ?? asText },
    // The pool waits for what this gives.
    onConnect: (client: pg.ClientBase): unknown => Session.begin(client, settings),
  };
}

const asText = (text: string) => text;
const bool = 16;
const bytea = 17;
const int8 = 20;
const int4 = 23;

/** Milliseconds and cursors stay far below 2^53. */
const parsers: Readonly<Record<number, (text: string) => unknown>> = {
  [bool]: (text) => text === "t",
  [bytea]: (text) => Buffer.from(text.slice(2), "hex"),
  [int8]: Number,
  [int4]: Number,
};
