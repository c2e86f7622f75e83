import type { receiptFor as ReceiptFor } from "@warifu/activation/phone";
import type { StartActivation } from "./set-up.ts";

interface PhoneHalf {
  readonly startActivation: StartActivation;
  readonly receiptFor: typeof ReceiptFor;
}

/** The phone's half of the key agreement is large (WebAssembly): it is loaded when a set-up begins or is taken up again. */
export async function loadPhoneHalf(): Promise<PhoneHalf> {
  const { startActivation, receiptFor } = await import("@warifu/activation/phone");
  return {
    receiptFor,
    async startActivation(entries) {
      const exchange = await startActivation(entries);
      return {
        ke1: exchange.ke1,
        async finish(ke2, parameters) {
          // It takes the phone's whole attention for a second: let the screen say so first.
          await new Promise((resolve) => setTimeout(resolve, 50));
          return exchange.finish(ke2, parameters);
        },
      };
    },
  };
}
