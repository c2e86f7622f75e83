import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ReceivedMail } from "./mailbox/received-mail.ts";
import { hanako, taro } from "./people.ts";

/** What a second start needs of the first. Secrets of a demo; the file is for its owner only all the same. */
export interface DemoState {
  /** Where the bank was when it became a client: its address is part of what the gate knows about it. */
  readonly bankOrigin: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly apiKey: string;
  readonly staffIds: readonly string[];
}

/** Everything the demo itself writes; anything else in the folder is somebody else's and stays. */
const ourFiles =
  /^(warifu\.sqlite.*|key-ring\.json.*|(bank-customers|bank-sample|policy|state|credentials|processes|mails)\.json(\.new)?|bank-[a-z-]+)$/;

/** Where the demo keeps what it made: `.demo` in the project, or WARIFU_DEMO_FOLDER. */
export class DemoFolder {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  get database(): string {
    return join(this.path, "warifu.sqlite");
  }

  get keyRing(): string {
    return join(this.path, "key-ring.json");
  }

  get bankCustomers(): string {
    return join(this.path, "bank-customers.json");
  }

  /** Who can be played, as the bank's log-in page shows them (tour-page/sample-people.ts). */
  get bankSample(): string {
    return join(this.path, "bank-sample.json");
  }

  /** Where the bank finds its client secret, once there is one. */
  get bankClientSecret(): string {
    return join(this.path, "bank-client-secret");
  }

  get policy(): string {
    return join(this.path, "policy.json");
  }

  forget(): void {
    if (!existsSync(this.path)) return;
    for (const name of readdirSync(this.path)) if (ourFiles.test(name)) rmSync(join(this.path, name), { force: true });
  }

  prepare(): void {
    mkdirSync(this.path, { recursive: true, mode: 0o700 });
    // Links and keys of the last start no longer hold; a script must not find them.
    rmSync(this.#file("credentials.json"), { force: true });
    if (!existsSync(this.bankCustomers)) this.write("bank-customers.json", [hanako, taro]);
    this.write("policy.json", { browserTabSetup: true });
  }

  /** null before the first start has come to its end: it is then done again from the beginning. */
  readState(): DemoState | null {
    const file = this.#file("state.json");
    if (!existsSync(file) || !existsSync(this.database) || !existsSync(this.keyRing)) return null;
    return JSON.parse(readFileSync(file, "utf8")) as DemoState;
  }

  /** The mails of earlier starts, newest first; none when what is there cannot be read. */
  readMails(): readonly ReceivedMail[] {
    try {
      const kept: unknown = JSON.parse(readFileSync(this.#file("mails.json"), "utf8"));
      return Array.isArray(kept) ? (kept as ReceivedMail[]) : [];
    } catch {
      return [];
    }
  }

  /** Whoever wants to see the service survive kill -9 finds its process here. */
  writeProcesses(serviceProcessId: number): void {
    this.write("processes.json", { service: serviceProcessId });
  }

  writeState(state: DemoState): void {
    this.write("state.json", state);
  }

  /** Complete or not at all: a script may read it at any moment. */
  write(name: string, content: unknown): void {
    this.#put(name, `${JSON.stringify(content, null, 2)}\n`);
  }

  writeBankClientSecret(secret: string): void {
    this.#put("bank-client-secret", secret);
  }

  #put(name: string, text: string): void {
    const file = this.#file(name);
    writeFileSync(`${file}.new`, text, { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }

  #file(name: string): string {
    return join(this.path, name);
  }
}
