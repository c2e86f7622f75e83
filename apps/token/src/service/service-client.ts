import {
  activationFinishedSchema,
  activationInstitutionPath,
  activationInstitutionSchema,
  activationPaths,
  activationReceivedSchema,
  activationRefusalSchema,
  activationSettingsSchema,
  activationStartedSchema,
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
} from "@warifu/wire/activation";

/** The service answered (`value`), refused with its code, or could not be reached or understood (`noNetwork`). */
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
}

interface Schema<Value> {
  safeParse(body: unknown): { success: true; data: Value } | { success: false };
}

/** `send` is the browser's fetch; `isOnline` false spares a request that cannot succeed. */
export function makeServiceClient(send: typeof fetch, isOnline: () => boolean): ServiceClient {
  async function ask<Value>(
    schema: Schema<Value>,
    path: string,
    body: object | null,
    timeoutMs: number,
  ): Promise<Answer<Value>> {
    if (!isOnline()) return { ok: false, why: "noNetwork" };
    try {
      const response = await send(path, {
        method: body === null ? "GET" : "POST",
        ...(body && { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
        cache: "no-store",
        redirect: "error",
        signal: AbortSignal.timeout(timeoutMs),
      });
      const answer: unknown = await response.json();
      if (response.ok) {
        const value = schema.safeParse(answer);
        return value.success ? { ok: true, value: value.data } : { ok: false, why: "unavailable" };
      }
      const refusal = activationRefusalSchema.safeParse(answer);
      return { ok: false, why: refusal.success ? refusal.data.code : "unavailable" };
    } catch (error) {
      // Something in between answered with a page instead of JSON: the service is there for nobody just now.
      return { ok: false, why: error instanceof SyntaxError ? "unavailable" : "noNetwork" };
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
    receipt: async (request) => await ask(activationReceivedSchema, activationPaths.receipt, request, patientMs),
  };
}
