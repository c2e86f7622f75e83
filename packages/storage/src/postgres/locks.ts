import { numberArray } from "./array-literals.ts";
import { statement } from "./statement.ts";
import type { Step } from "./statement.ts";

/**
 * What one transaction at a time may hold. PostgreSQL keeps these locks in memory until the transaction's end (advisory locks,
 * manual §13.3.5): no row is touched to take one, and what is not there yet can be locked too.
 */
export class LockSet {
  readonly #locks: (readonly [number, number])[] = [];

  customer(institutionId: string, customerId: string): void {
    this.#add("customer", institutionId, customerId);
  }

  onceKey(institutionId: string, key: string): void {
    this.#add("once", institutionId, key);
  }

  apiKeysOf(clientId: string): void {
    this.#add("apiKeys", "", clientId);
  }

  #add(kind: string, institutionId: string, id: string): void {
    const name = `${kind}\n${institutionId}\n${id}`;
    this.#locks.push([hash(name, 0x811c9dc5), hash(name, 0x1b873593)]);
  }

  /**
   * Waits for every lock in one order, the same on every node: no two transactions can wait for each other. To take one twice
   * changes nothing.
   */
  take(): Step {
    const locks = this.#locks.toSorted((a, b) => a[0] - b[0] || a[1] - b[1]);
    return {
      statement: takeAll,
      values: [numberArray(locks.map(([first]) => first)), numberArray(locks.map(([, second]) => second))],
    };
  }
}

/** Also waits for whoever raises the fence: so that once it is raised nobody decides by the old one. */
const takeAll = statement(
  `SELECT pg_advisory_xact_lock_shared(7161001), count(pg_advisory_xact_lock(a, b))
   FROM unnest($1::int[], $2::int[]) AS k (a, b)`,
);

/** To be taken before the fence is changed. */
export const takeFence = statement("SELECT pg_advisory_xact_lock(7161001)");

/** FNV-1a over UTF-16 units. Two names with one hash only wait for each other without need. */
function hash(text: string, basis: number): number {
  let value = basis | 0;
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  return value;
}
