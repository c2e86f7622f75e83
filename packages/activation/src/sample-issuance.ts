import { makeUserId } from "@warifu/otp";
import type { OtpParameters } from "@warifu/otp";
import { startRegistration } from "./browser.ts";
import { startActivation } from "./phone.ts";
import type { Issuance } from "./protocol.ts";
import { createServerSetup, makeActivationServer } from "./server.ts";
import type { ActivationServer } from "./server.ts";

// What the tests of the three halves start from. Nothing here is used by the service.

export const samplePassword = "48151623";
export const sampleIssuance: Issuance = { serviceId: "10121234", userId: makeUserId(new Uint8Array(10).fill(77)) };
export const otherUserId: string = makeUserId(new Uint8Array(10).fill(78));
export const sampleParameters: OtpParameters = { algorithm: "SHA-256", digits: 8, periodSeconds: 60 };

/** A service with one registration. */
export interface SampleService {
  readonly server: ActivationServer;
  readonly registrationRecord: string;
}

export async function sampleService(password: string = samplePassword): Promise<SampleService> {
  const server = await makeActivationServer({ serverSetup: await createServerSetup() });
  return { server, registrationRecord: await register(server, sampleIssuance, password) };
}

/** 手順1: the browser and the service. */
async function register(server: ActivationServer, issuance: Issuance, password: string): Promise<string> {
  const registration = await startRegistration(password);
  const { registrationRequest } = registration;
  const response = server.registrationResponse({ ...issuance, registrationRequest });
  if (!response.ok) throw new Error("the registration was refused");
  return registration.finish(response.value, issuance).registrationRecord;
}

interface ExchangeChanges {
  /** What is typed on the phone. */
  readonly password?: string;
  /** What the service found and meant. */
  readonly record?: string | null;
  readonly issuance?: Issuance;
}

/** 手順3 up to KE2: the phone and the service. */
export async function startExchange(
  { server, registrationRecord }: SampleService,
  { password = samplePassword, record = registrationRecord, issuance = sampleIssuance }: ExchangeChanges = {},
) {
  const phone = await startActivation({ ...sampleIssuance, activationPassword: password });
  const started = server.start({
    ...issuance,
    registrationRecord: record,
    ke1: phone.ke1,
    parameters: sampleParameters,
  });
  if (!started.ok) throw new Error("the start was refused");
  return { phone, ke2: started.ke2, exchangeState: started.exchangeState };
}

/** A base64url text with another byte at one place: its length and alphabet stay. */
export function withOtherByte(text: string, at: number): string {
  const bytes = Buffer.from(text, "base64url");
  const place = at % bytes.length;
  bytes.writeUInt8(bytes.readUInt8(place) ^ 0x55, place);
  return bytes.toString("base64url");
}
