import { readIdsOfFragment, type Ids } from "./read-ids.ts";

/** IDs that came with a link or QR code; they leave the address at once, so that no history or screenshot holds them. */
export function takeIdsFromAddress(): Partial<Ids> {
  const ids = readIdsOfFragment(location.hash);
  if (location.hash !== "") history.replaceState(null, "", location.pathname);
  return ids;
}

/** Tells IDs of a link that was followed while the app was open: the browser then changes the address and loads nothing. */
export function onArrivingIds(arrive: (ids: Partial<Ids>) => void): () => void {
  const look = (): void => {
    const ids = takeIdsFromAddress();
    if (ids.userId !== undefined) arrive(ids);
  };
  addEventListener("hashchange", look);
  return () => removeEventListener("hashchange", look);
}
