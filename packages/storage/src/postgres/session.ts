import type pg from "pg";
import type { Statement } from "./statement.ts";

/** A row as its columns, in the order asked for. */
export type Columns = readonly unknown[];

/** One connection, while somebody has it and between. What is asked for at once goes out at once, in order (pipelining). */
export class Session {
  readonly #client: pg.Client;
  /** Set when the connection ended. */
  lost: Error | null = null;
  /** Whether PostgreSQL warned, since this was last cleared: at a commit it means that the standby was not waited for. */
  warned = false;
  /** Which cluster this is (`initdb` gives each its own number); empty where ordinary users may not ask. */
  systemId = "";
  /** Which database of the cluster this is: one that is made again has another number. */
  databaseId = "";

  #isGathering = false;

  private constructor(client: pg.Client) {
    this.#client = client;
    client.on("error", (error) => {
      this.lost = error;
    });
    client.on("end", () => {
      this.lost ??= new Error("The connection was terminated.");
    });
    client.on("notice", ({ code }) => {
      const warning = "01000";
      const adminShutdown = "57P01";
      if (code === warning || code === adminShutdown) this.warned = true;
    });
  }

  /** Called once for each new connection. `settings`: a query that sets what is to hold on it. */
  static async begin(client: pg.ClientBase, settings: string): Promise<void> {
    // The pool's clients are clients like any other.
    const session = new Session(client as pg.Client);
    sessions.set(client, session);
    await client.query(settings);
    const { rows } = await client.query<{ id: string; database_id: string }>(
      `SELECT CASE WHEN has_function_privilege('pg_control_system()', 'execute')
         THEN (SELECT system_identifier::text FROM pg_control_system()) ELSE '' END AS id,
         (SELECT oid::text FROM pg_database WHERE datname = current_database()) AS database_id`,
    );
    session.systemId = rows[0]?.id ?? "";
    session.databaseId = rows[0]?.database_id ?? "";
  }

  static of(client: pg.ClientBase): Session {
    const session = sessions.get(client);
    if (session === undefined) throw new Error("The connection was not begun.");
    return session;
  }

  /** Better not used again. */
  get isSuspect(): boolean {
    return this.lost !== null || this.warned;
  }

  /** Says that nobody should use it again. */
  spoil(): void {
    this.lost ??= new Error("The connection is given up.");
  }

  /** What is asked for in one go leaves in one packet: a system call for each statement would cost more than deciding. */
  #gather(): void {
    if (this.#isGathering) return;
    this.#isGathering = true;
    const { stream } = this.#client.connection;
    stream.cork();
    process.nextTick(() => {
      this.#isGathering = false;
      stream.uncork();
    });
  }

  /** A command without values, e.g. BEGIN. Gives what PostgreSQL says it did. */
  async send(command: string): Promise<string> {
    this.#gather();
    const { command: done } = await this.#client.query(command);
    return done;
  }

  async rows<Row extends object>({ name, text }: Statement, values: readonly unknown[]): Promise<Row[]> {
    this.#gather();
    const { rows } = await this.#client.query<Row>({ name, text, values: [...values] });
    return rows;
  }

  async columns({ name, text }: Statement, values: readonly unknown[]): Promise<Columns[]> {
    this.#gather();
    const { rows } = await this.#client.query<unknown[]>({ name, text, values: [...values], rowMode: "array" });
    return rows;
  }
}

const sessions = new WeakMap<pg.ClientBase, Session>();
