export type Registered =
  | { readonly ok: true; readonly registrationId: string; readonly registrationRecord: string }
  /** Names of the page's texts. */
  | { readonly ok: false; readonly why: "network" | "sessionEnded" | "tooMany" };

interface Answer {
  readonly registrationId: string;
  readonly serviceId: string;
  readonly userId: string;
  readonly registrationResponse: string;
}

/** OPAQUE registration with the gate (RFC 9807 §5). The WebAssembly is loaded here, and only here: when it is needed. */
export async function register(address: string, activationPassword: string): Promise<Registered> {
  try {
    const { startRegistration } = await import("@warifu/activation/browser");
    const registration = await startRegistration(activationPassword);
    const response = await fetch(address, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ registrationRequest: registration.registrationRequest }),
    });
    if (response.status === 403) return { ok: false, why: "sessionEnded" };
    if (response.status === 429) return { ok: false, why: "tooMany" };
    const answer: unknown = response.ok ? await response.json() : null;
    if (!isAnswer(answer)) return { ok: false, why: "network" };
    const { serviceId, userId, registrationId, registrationResponse } = answer;
    const { registrationRecord } = registration.finish(registrationResponse, { serviceId, userId });
    return { ok: true, registrationId, registrationRecord };
  } catch {
    return { ok: false, why: "network" };
  }
}

function isAnswer(value: unknown): value is Answer {
  return (
    typeof value === "object" &&
    value !== null &&
    "registrationId" in value &&
    "serviceId" in value &&
    "userId" in value &&
    "registrationResponse" in value
  );
}
