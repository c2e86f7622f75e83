import { makeInstitutionKeys, sealedTokenRow, signCustomer } from "@warifu/storage/bulk";
import type { CustomerRow, TokenRow } from "@warifu/storage/bulk";
import { customerOf, tokenOf } from "./population.ts";

/** What a filling worker needs to know: plain data, so that it can be sent to one. */
export interface SealingKeys {
  readonly institutionId: string;
  /** Version → 32 bytes. */
  readonly dataKeys: ReadonlyMap<number, Uint8Array>;
}

export interface PopulationRows {
  readonly customer: CustomerRow;
  readonly token: TokenRow;
}

/** Makes rows exactly as the stores would write them: sealed and signed by the stores' own code. */
export function rowMaker({ institutionId, dataKeys }: SealingKeys, atMs: number): (number: number) => PopulationRows {
  const keys = makeInstitutionKeys(institutionId, dataKeys);
  return (number) => {
    const customer = customerOf(number, institutionId, atMs);
    return {
      customer: signCustomer(customer, keys),
      token: sealedTokenRow(tokenOf(number, atMs), customer, keys),
    };
  };
}
