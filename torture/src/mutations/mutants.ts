import { actMutants } from "./mutants-of-acts.ts";
import { arithmeticMutants } from "./mutants-of-arithmetic.ts";
import { guardMutants } from "./mutants-of-guards.ts";
import { storeMutants } from "./mutants-of-stores.ts";
import type { Mutant } from "./mutant.ts";

export const mutants: readonly Mutant[] = [...arithmeticMutants, ...guardMutants, ...actMutants, ...storeMutants];
