import type { Mutant } from "./mutant.ts";
import { actMutants } from "./mutants-of-acts.ts";
import { arithmeticMutants } from "./mutants-of-arithmetic.ts";
import { databaseMutants } from "./mutants-of-databases.ts";
import { guardMutants } from "./mutants-of-guards.ts";
import { proofMutants } from "./mutants-of-proofs.ts";
import { phoneMutants } from "./mutants-of-the-phone.ts";
import { sealingMutants } from "./mutants-of-sealing.ts";
import { storeMutants } from "./mutants-of-stores.ts";

export const mutants: readonly Mutant[] = [
  ...arithmeticMutants,
  ...guardMutants,
  ...actMutants,
  ...storeMutants,
  ...databaseMutants,
  ...proofMutants,
  ...sealingMutants,
  ...phoneMutants,
];
