import { KeyUnreadable } from "@warifu/rules";

/** A stored row is not as the program wrote it: edited, swapped or corrupted. Only requests about that customer meet it. */
export class RowDamaged extends KeyUnreadable {
  override name = "RowDamaged";
}
