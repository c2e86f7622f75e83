import { createHash, randomBytes, randomUUIDv7 } from "node:crypto";
import { defaultPolicy } from "@warifu/rules";
import type { AuditEvent, Policy, Storage } from "@warifu/rules";

/**
 * The service answers ten thousand requests a second for one API key and then says 429 (a loop ran away, it thinks); an
 * institution that asks more often has more keys. So the load is spread over four clients with two keys each.
 */
const clients = 4;
const keysPerClient = 2;

/** The standard policy, but wrong codes of a whole bank are not throttled: the benchmark would measure the throttle. */
const policy: Policy = {
  ...defaultPolicy,
  wrongCodesPerMinuteAlarm: 1_000_000_000,
  wrongCodesPerMinuteThrottle: 1_000_000_000,
};

export interface AddedInstitution {
  readonly institutionId: string;
  readonly apiKeys: readonly string[];
}

/** Adds the institution that owns the population, with the API keys of its servers. */
export async function addInstitution(storage: Storage, nowMs: number): Promise<AddedInstitution> {
  const institutionId = randomUUIDv7();
  const event = (type: AuditEvent["type"], detail: AuditEvent["detail"]): AuditEvent => ({
    type,
    atMs: nowMs,
    actor: { kind: "operator", id: null, channel: "command" },
    institutionId,
    customerId: null,
    tokenId: null,
    detail,
  });
  const texts = {
    nameJa: "測定信用組合",
    nameEn: "Benchmark Credit Union",
    supportPhone: "0120-000-000",
    supportHoursJa: "平日9時〜17時",
    supportHoursEn: "weekdays 9:00–17:00",
  };
  const serviceId = "10121234";
  await storage.putInstitution({ institutionId, serviceId, texts, policy }, event("institution.saved", { serviceId }));

  const apiKeys: string[] = [];
  for (let client = 1; client <= clients; client++) {
    const clientId = `bank-${client}`;
    const clientSecret = randomBytes(32).toString("base64url");
    const redirectUris = ["https://bank.example.jp/callback"];
    await storage.addClient(
      { clientId, institutionId, name: clientId, redirectUris, clientSecret },
      event("client.saved", { clientId }),
    );
    for (let made = 0; made < keysPerClient; made++) {
      const keyId = randomBytes(8).toString("hex");
      const apiKey = `wrf_${keyId}_${randomBytes(32).toString("hex")}`;
      const keyHash = createHash("sha256").update(apiKey).digest("hex");
      const stored = { keyId, clientId, institutionId, keyHash, createdAtMs: nowMs };
      await storage.addApiKey(
        { ...stored, lastUsedAtMs: null, revokedAtMs: null },
        keysPerClient,
        event("apiKey.created", { clientId, keyId }),
      );
      apiKeys.push(apiKey);
    }
  }
  return { institutionId, apiKeys };
}
