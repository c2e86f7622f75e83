import type { StartActivation } from "./set-up.ts";

interface PhoneHalf {
  readonly startActivation: StartActivation;
}

/** As long as the slowest network needs for half a megabyte. What comes later is there for the next try. */
const patientMs = 60_000;

/**
 * The phone's half of the key agreement is large (WebAssembly): it is loaded when a set-up begins.
 * Throws when it cannot be had, or not in time: a network that hangs is none.
 */
export async function loadPhoneHalf(): Promise<PhoneHalf> {
  const { startActivation } = await Promise.race([
    import("@warifu/activation/phone"),
    new Promise<never>((_resolve, reject) =>
      setTimeout(() => reject(new Error("The phone's half does not come")), patientMs),
    ),
  ]);
  return {
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
