import { defaultPolicy } from "@warifu/rules";
import type { Institution, Policy } from "@warifu/rules";
import { composeService } from "../serving/compose.ts";
import type { Composed } from "../serving/compose.ts";
import type { Config } from "../configuration/config.ts";
import { makeLog } from "../telemetry/log.ts";
import { operatorEvent } from "../commands/operator.ts";
import type { Service } from "../service.ts";

/** What a test of a face starts with: the real composition over memory, a clock it sets, one institution, a log it can read. */
export interface TestService {
  readonly service: Service;
  readonly institution: Institution;
  /** Set `nowMs`, and everything sees that time. */
  readonly clock: { nowMs: number };
  /** Every line logged so far, as text. */
  readonly logged: () => string;
  readonly onMailQueued: Composed["onMailQueued"];
  readonly clockWatch: Composed["clockWatch"];
  readonly beginToStop: Composed["beginToStop"];
}

export const testConfig: Config = {
  database: "memory:",
  keyRingFile: "",
  environment: "production",
  host: "127.0.0.1",
  opsHost: "127.0.0.1",
  radiusHost: "127.0.0.1",
  ports: { gate: 0, token: 0, console: 0, api: 0, ops: 0, radius: 0 },
  origins: {
    gate: "https://gate.example.jp",
    token: "https://token.example.jp",
    console: "https://console.example.jp",
    api: "https://api.example.jp",
  },
  mail: { smtpUrl: "smtp://127.0.0.1:9", from: "otp@otp-auth.example", senderDomain: "otp-auth.example" },
  logLevel: "debug",
  trustedProxies: [],
  stopWaitMs: 0,
};

export const testStartMs = Date.UTC(2026, 10, 22, 5, 53, 20);

/** Close it at the end: `service.close()`. */
export async function makeTestService({
  config = testConfig,
  policy = {},
  monotonicMs = () => 0,
  uptimeMs,
}: {
  config?: Config;
  policy?: Partial<Policy>;
  monotonicMs?: () => number;
  uptimeMs?: () => number;
} = {}): Promise<TestService> {
  const clock = { nowMs: testStartMs };
  const lines: string[] = [];
  const log = makeLog(config, { write: (line) => lines.push(line) });
  const edge = { nowMs: () => clock.nowMs, monotonicMs, uptimeMs, log };
  const { service, onMailQueued, clockWatch, beginToStop } = await composeService(config, edge);
  const institution: Institution = {
    institutionId: "institution-1",
    serviceId: "10121234",
    texts: {
      nameJa: "大空信用組合",
      nameEn: "Ozora Credit Union",
      supportPhone: "0120-000-123",
      supportHoursJa: "平日9時〜17時",
      supportHoursEn: "weekdays 9:00–17:00",
    },
    policy: { ...defaultPolicy, ...policy },
  };
  const saved = operatorEvent("institution.saved", clock.nowMs, institution.institutionId);
  await service.storage.putInstitution(institution, saved);
  return { service, institution, clock, logged: () => lines.join(""), onMailQueued, clockWatch, beginToStop };
}
