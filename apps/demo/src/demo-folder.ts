import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { hanako, taro } from "./people.ts";

/** What a second start needs of the first. Secrets of a demo; the file is for its owner only all the same. */
export interface DemoState {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly apiKey: string;
  readonly staffIds: readonly string[];
  readonly bankSessionKey: string;
}

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

  get policy(): string {
    return join(this.path, "policy.json");
  }

  /** Forgets the service's data and everything made from it. Other files in the folder stay. */
  forget(): void {
    const ours = [this.database, `${this.database}-wal`, `${this.database}-shm`, this.keyRing, this.bankCustomers];
    for (const file of [...ours, this.policy, this.#file("state.json"), this.#file("credentials.json")]) {
      rmSync(file, { force: true });
    }
  }

  prepare(): void {
    mkdirSync(this.path, { recursive: true, mode: 0o700 });
    if (!existsSync(this.bankCustomers)) this.write("bank-customers.json", [hanako, taro]);
    this.write("policy.json", { browserTabSetup: true });
  }

  /** null before the first start has come to its end: it is then done again from the beginning. */
  readState(): DemoState | null {
    const file = this.#file("state.json");
    return existsSync(file) && existsSync(this.database) ? (JSON.parse(readFileSync(file, "utf8")) as DemoState) : null;
  }

  writeState(state: DemoState): void {
    this.write("state.json", state);
  }

  write(name: string, content: unknown): void {
    const file = this.#file(name);
    writeFileSync(`${file}.new`, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }

  #file(name: string): string {
    return join(this.path, name);
  }
}
