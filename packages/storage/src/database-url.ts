/** The database address is not one this program can use; the message says why and what would be right. */
export class DatabaseRefused extends Error {
  override name = "DatabaseRefused";
}

export type DatabaseUrl =
  | { readonly kind: "memory" }
  | { readonly kind: "sqlite"; readonly path: string }
  | { readonly kind: "postgres"; readonly url: string };

/**
 * Reads WARIFU_DATABASE: `memory:`, `sqlite:PATH` or `postgres://…`.
 * @throws DatabaseRefused for anything else; the address itself is not repeated, since it may hold a password
 */
export function readDatabaseUrl(url: string): DatabaseUrl {
  if (url === "memory:") return { kind: "memory" };
  if (/^postgres(ql)?:\/\/./.test(url)) return { kind: "postgres", url };
  const path = /^sqlite:(.+)$/s.exec(url)?.[1];
  // SQLite would take these two for a database that is gone after closing.
  if (path !== undefined && path !== ":memory:" && path.trim() !== "") return { kind: "sqlite", path };
  throw new DatabaseRefused("The database must be sqlite:PATH, postgres://… or memory:.");
}
