/** The database of the app. Its name never changes; a new version only adds (recovery never deletes it). */
const databaseName = "warifu";
const databaseVersion = 1;

export type StoreName = "tokens" | "settings" | "probe";

/** Thrown when this browser does not keep data here: private browsing, Lockdown Mode, no space. `cause` says how it failed. */
export class StorageBlocked extends Error {
  override readonly name = "StorageBlocked";
}

/**
 * Does one thing in one store, in a transaction of its own, and answers once it is safely written.
 * The database is opened for it and closed again: phones drop connections that sleep, and nothing here is hot.
 */
export async function inStore<T>(
  store: StoreName,
  mode: "readonly" | "readwrite",
  work: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  let database: IDBDatabase | undefined;
  try {
    database = await openDatabase();
    const transaction = database.transaction(store, mode, { durability: "strict" });
    const request = work(transaction.objectStore(store));
    await new Promise<void>((resolve, reject) => {
      transaction.addEventListener("complete", () => resolve());
      transaction.addEventListener("abort", () =>
        reject(transaction.error ?? new Error("The transaction was aborted")),
      );
    });
    return request.result;
  } catch (cause) {
    throw new StorageBlocked("This browser does not keep the token's data", { cause });
  } finally {
    database?.close();
  }
}

async function openDatabase(): Promise<IDBDatabase> {
  return await new Promise((resolve, reject) => {
    const request = indexedDB.open(databaseName, databaseVersion);
    request.addEventListener("upgradeneeded", ({ oldVersion }) => addStores(request.result, oldVersion));
    request.addEventListener("success", () => resolve(request.result));
    request.addEventListener("error", () => reject(request.error ?? new Error("The database cannot be opened")));
    request.addEventListener("blocked", () => reject(new Error("The database is held open elsewhere")));
  });
}

/** Every step of the past stays: a phone may come from any version. */
function addStores(database: IDBDatabase, oldVersion: number): void {
  if (oldVersion < 1) {
    database.createObjectStore("tokens", { keyPath: "id" });
    database.createObjectStore("settings", { keyPath: "name" });
    database.createObjectStore("probe", { keyPath: "id" });
  }
}
