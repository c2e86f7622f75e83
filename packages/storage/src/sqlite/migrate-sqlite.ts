export async function migrateSqlite(_path: string): Promise<{ from: number; to: number }> {
  throw new Error("The SQLite store is being built.");
}
