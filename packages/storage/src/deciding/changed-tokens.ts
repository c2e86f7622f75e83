import type { Token } from "@warifu/rules";
import type { CustomerKey } from "../customer-key.ts";
import type { InstitutionKeys } from "../sealing/institution-keys.ts";
import { differsOnlyHot, sealToken, tokens as rows, withHotColumns } from "../sealing/token-row.ts";
import type { LoadedToken } from "../sealing/token-row.ts";

export interface ChangedToken<Kept extends LoadedToken = LoadedToken> {
  readonly after: Kept;
  /** Undefined for a new one. */
  readonly before: Kept | undefined;
  /** Whether only what a code changes differs. */
  readonly isHot: boolean;
}

/**
 * Seals and signs what an act changed.
 * @param changed listed newest first, like `before`; what comes back is in the order in which new ones are numbered
 * @param placed see `Found`
 */
export function changedTokens<Kept extends LoadedToken>(
  changed: readonly Token[],
  owner: CustomerKey,
  before: readonly Kept[],
  keys: InstitutionKeys,
  placed: (after: LoadedToken, before: Kept | undefined) => Kept,
): readonly ChangedToken<Kept>[] {
  let newestOrdinal = before[0] === undefined ? 0 : rows.ordinalOf(before[0].row);
  return changed.toReversed().map((token) => {
    const known = before.find((one) => one.token.tokenId === token.tokenId);
    if (known !== undefined && differsOnlyHot(known.token, token)) {
      return { after: placed(withHotColumns(known, token, keys), known), before: known, isHot: true };
    }
    const ordinal = known === undefined ? ++newestOrdinal : rows.ordinalOf(known.row);
    return { after: placed(sealToken(token, owner, ordinal, keys, known), known), before: known, isHot: false };
  });
}

/** The tokens once that is written: new ones come first. */
export function loadedAfter<Kept extends LoadedToken>(
  before: readonly Kept[],
  changed: readonly ChangedToken<Kept>[],
): readonly Kept[] {
  const newest = new Map(changed.map(({ after }) => [after.token.tokenId, after]));
  const added = changed.filter((one) => one.before === undefined).map(({ after }) => after);
  return [...added.toReversed(), ...before.map((one) => newest.get(one.token.tokenId) ?? one)];
}
