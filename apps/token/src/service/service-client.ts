import {
  activationFinishedSchema,
  activationInstitutionPath,
  activationInstitutionSchema,
  activationPaths,
  activationReceivedSchema,
  activationRefusalSchema,
  activationSettingsSchema,
  activationStartedSchema,
  activationStatusToldSchema,
  activationTimeSchema,
  type ActivationCode,
  type ActivationFinish,
  type ActivationFinished,
  type ActivationInstitution,
  type ActivationReceipt,
  type ActivationReceived,
  type ActivationSettings,
  type ActivationStart,
  type ActivationStarted,
  type ActivationStatusAsked,
  type ActivationStatusTold,
} from "@warifu/wire/activation";

/** The service answered (`value`), refused with its code, or did not answer at all (`noNetwork`). */
export type Answer<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly why: ActivationCode | "noNetwork" };

/** The token face's protocol, one method per path. Never throws. */
export interface ServiceClient {
  timeMs(): Promise<Answer<number>>;
  settings(): Promise<Answer<ActivationSettings>>;
  institution(serviceId: string): Promise<Answer<ActivationInstitution>>;
  start(request: ActivationStart): Promise<Answer<ActivationStarted>>;
  finish(request: ActivationFinish): Promise<Answer<ActivationFinished>>;
  receipt(request: ActivationReceipt): Promise<Answer<ActivationReceived>>;
  status(request: ActivationStatusAsked): Promise<Answer<ActivationStatusTold>>;
}

interface Schema<Value> {
  safeParse(body: unknown): { success: true; data: Value } | { success: false };
}

/**
 * `send` is the browser's fetch. Every request is tried, in bounded time: what the browser says about the network proves nothing.
 * `note` hears of each whether the service itself answered.
 */
export function makeServiceClient(send: typeof fetch, note: (isAnswered: boolean) => void): ServiceClient {
  async function ask<Value>(
    schema: Schema<Value>,
    path: string,
    body: object | null,
    timeoutMs: number,
  ): Promise<Answer<Value>> {
    const { answer, isOurs } = await tryOnce(schema, path, body, timeoutMs);
    note(isOurs);
    return answer;
  }

  async function tryOnce<Value>(
    schema: Schema<Value>,
    path: string,
    body: object | null,
    timeoutMs: number,
  ): Promise<{ answer: Answer<Value>; isOurs: boolean }> {
    try {
      const response = await send(path, {
        method: body === null ? "GET" : "POST",
        ...(body && { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
        cache: "no-store",
        redirect: "error",
        signal: AbortSignal.timeout(timeoutMs),
      });
      return understand(schema, response, await response.text());
    } catch {
      return { answer: noNetwork, isOurs: false };
    }
  }
  const patientMs = 15_000;
  const briskMs = 5_000;
  return {
    async timeMs() {
      const answer = await ask(activationTimeSchema, activationPaths.time, null, briskMs);
      return answer.ok ? { ok: true, value: answer.value.nowMs } : answer;
    },
    settings: async () => await ask(activationSettingsSchema, activationPaths.settings, null, briskMs),
    institution: async (serviceId) =>
      await ask(activationInstitutionSchema, activationInstitutionPath(serviceId), null, patientMs),
    start: async (request) => await ask(activationStartedSchema, activationPaths.start, request, patientMs),
    finish: async (request) => await ask(activationFinishedSchema, activationPaths.finish, request, patientMs),
    status: async (request) => await ask(activationStatusToldSchema, activationPaths.status, request, briskMs),
    receipt: async (request) => await ask(activationReceivedSchema, activationPaths.receipt, request, patientMs),
  };
}

const noNetwork = { ok: false, why: "noNetwork" } as const;
const unavailable = { ok: false, why: "unavailable" } as const;

/**
 * Only the protocol's own words are an answer of the service. A page with a good status comes from something in between that wants
 * the customer first (a hotel's Wi-Fi), one with a bad status from a proxy in front of a service that is down.
 */
function understand<Value>(
  schema: Schema<Value>,
  { ok, status }: Response,
  text: string,
): { answer: Answer<Value>; isOurs: boolean } {
  const body = parse(text);
  if (ok) {
    const value = schema.safeParse(body);
    if (value.success) return { answer: { ok: true, value: value.data }, isOurs: true };
    return { answer: body === undefined ? noNetwork : unavailable, isOurs: false };
  }
  const refusal = activationRefusalSchema.safeParse(body);
  if (refusal.success) return { answer: { ok: false, why: refusal.data.code }, isOurs: true };
  return { answer: status === networkAuthenticationRequired ? noNetwork : unavailable, isOurs: false };
}

/** RFC 6585 §6: said by what stands between the phone and the internet, never by a service. */
const networkAuthenticationRequired = 511;

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
