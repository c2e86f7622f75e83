import { fileURLToPath } from "node:url";
import { build } from "vite";
import { expect, it } from "vitest";
import type * as BrowserHalf from "./browser.ts";
import type * as PhoneHalf from "./phone.ts";
import { sampleIssuance, sampleParameters, samplePassword } from "./sample-issuance.ts";
import { createServerSetup, makeActivationServer } from "./server.ts";

/**
 * One half as a browser gets it. Node takes the CommonJS file of @serenity-kit/opaque and Vite the other one, named under
 * `browser`: that both export the same is tried here and nowhere else.
 */
async function built(file: string): Promise<string> {
  const made = await build({
    configFile: false,
    logLevel: "silent",
    build: {
      write: false,
      minify: false,
      lib: { entry: fileURLToPath(new URL(file, import.meta.url)), formats: ["es"], fileName: "half" },
    },
  });
  const outputs = Array.isArray(made) ? made.flatMap(({ output }) => output) : "output" in made ? made.output : [];
  const [chunk] = outputs;
  if (outputs.length !== 1 || chunk?.type !== "chunk") throw new Error("one file was expected");
  return chunk.code;
}

async function imported<Half>(code: string): Promise<Half> {
  return (await import(
    /* @vite-ignore */ `data:text/javascript;base64,${Buffer.from(code).toString("base64")}`
  )) as Half;
}

it("the browser's and the phone's half, built for browsers, agree on a key with the service under Node", async () => {
  const [browserCode, phoneCode] = [await built("browser.ts"), await built("phone.ts")];
  for (const code of [browserCode, phoneCode]) {
    // What Vite leaves in the place of a module that only Node has.
    expect(code).not.toMatch(/__vite-browser-external|from\s*"node:|require\(/);
  }
  const { startRegistration } = await imported<typeof BrowserHalf>(browserCode);
  const { receiptFor, startActivation } = await imported<typeof PhoneHalf>(phoneCode);
  const server = await makeActivationServer({ serverSetup: await createServerSetup() });

  const registration = await startRegistration(samplePassword);
  const { registrationRequest } = registration;
  const response = server.registrationResponse({ ...sampleIssuance, registrationRequest });
  const { registrationRecord } = registration.finish(response.ok ? response.value : "", sampleIssuance);

  const phone = await startActivation({ ...sampleIssuance, activationPassword: samplePassword });
  const request = { ...sampleIssuance, registrationRecord, ke1: phone.ke1, parameters: sampleParameters };
  const started = server.start(request);
  const agreed = phone.finish(started.ok ? started.ke2 : "", sampleParameters);
  const finished = server.finish({ exchangeState: started.ok ? started.exchangeState : "", ke3: agreed?.ke3 ?? "" });

  expect(finished).toEqual({ ok: true, tokenKey: agreed?.tokenKey });
  const tokenKey = agreed?.tokenKey ?? new Uint8Array();
  expect(server.receiptMatches(tokenKey, sampleIssuance, await receiptFor(tokenKey, sampleIssuance))).toBe(true);
});
