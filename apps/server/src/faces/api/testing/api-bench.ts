import { totp } from "@warifu/otp";
import { nodeHmac } from "@warifu/otp/node";
import { importToken } from "@warifu/rules";
import type { EventType, TokenId } from "@warifu/rules";
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from "fastify";
import type { Config } from "../../../configuration/config.ts";
import { makeTestService } from "../../../tests/test-service.ts";
import type { TestService } from "../../../tests/test-service.ts";
import { hashApiKey } from "../api-key.ts";
import { makeApiFace } from "../make-api-face.ts";
import type { ApiFaceOptions } from "../make-api-face.ts";
import { operator, operatorEvent } from "../../../commands/operator.ts";

const key = new Uint8Array(32).fill(5);
const parameters = { algorithm: "SHA-256", digits: 8, periodSeconds: 60 } as const;

export type Ask = InjectOptions & { readonly once?: string; readonly apiKey?: string };

/** The API face of one institution with two clients, and a second institution; nothing listens. */
export interface ApiBench {
  readonly test: TestService;
  readonly app: FastifyInstance;
  /** The code of every customer of the bench, so many minutes from now. */
  code(minutes?: number): string;
  wrongCode(salt?: number): string;
  customerInUse(customerId: string): Promise<void>;
  ask(options: Ask): Promise<LightMyRequestResponse>;
  verify(customerId: string, otp: unknown, options?: Ask): Promise<LightMyRequestResponse>;
  close(): Promise<void>;
}

const keyOf = (letter: string) => `wrf_${letter.repeat(16)}_${letter.repeat(64)}`;
export const apiKeys = { bank: keyOf("a"), otherClient: keyOf("b"), foreign: keyOf("c") } as const;

export async function openApiBench(
  options: ApiFaceOptions & { readonly config?: Config; readonly startMs?: number } = {},
): Promise<ApiBench> {
  const { config, startMs, ...faceOptions } = options;
  const test = await makeTestService(config === undefined ? {} : { config });
  if (startMs !== undefined) test.clock.nowMs = startMs;
  const { service, institution } = test;
  const { storage } = service;
  const other = { ...institution, institutionId: "institution-2", serviceId: "20121234" };
  const event = (type: EventType, institutionId: string) => operatorEvent(type, test.clock.nowMs, institutionId);
  await storage.putInstitution(other, event("institution.saved", other.institutionId));
  const clients = [
    ["bank", institution.institutionId],
    ["otherClient", institution.institutionId],
    ["foreign", other.institutionId],
  ] as const;
  for (const [clientId, institutionId] of clients) {
    const apiKey = apiKeys[clientId];
    if ((await storage.apiKeyByHash(hashApiKey(apiKey))) !== null) continue;
    const client = { clientId, institutionId, name: clientId, redirectUris: [], clientSecret: "secret" };
    await storage.addClient(client, event("client.saved", institutionId));
    const stored = { keyId: apiKey.slice(4, 20), clientId, institutionId, keyHash: hashApiKey(apiKey) };
    const times = { createdAtMs: test.clock.nowMs, lastUsedAtMs: null, revokedAtMs: null };
    await storage.addApiKey({ ...stored, ...times }, 2, event("apiKey.created", institutionId));
  }
  const app = await makeApiFace(service, faceOptions);
  await app.ready();

  const code: ApiBench["code"] = (minutes = 0) => totp(nodeHmac, key, test.clock.nowMs + minutes * 60_000, parameters);
  const ask: ApiBench["ask"] = ({ once, apiKey = apiKeys.bank, ...rest }) => {
    const header = once === undefined ? {} : { "idempotency-key": once };
    return app.inject({ ...rest, headers: { authorization: `Bearer ${apiKey}`, ...header, ...rest.headers } });
  };
  return {
    test,
    app,
    code,
    // Not within a minute or two of the right one, whatever the salt.
    wrongCode: (salt = 0) => {
      const near = new Set(Array.from({ length: 150 }, (_, index) => code(index - 75)));
      for (let number = 10_000_000 + salt * 1000; ; number += 1) if (!near.has(String(number))) return String(number);
    },
    async customerInUse(customerId) {
      const { institutionId } = institution;
      const tokenId = `token-${customerId}` as TokenId;
      await service.perform(institution, { institutionId, customerId }, operator, (state, context) =>
        importToken(state, { institutionId, customerId, tokenId, key, ...parameters }, context),
      );
    },
    ask,
    verify: (customerId, otp, options = {}) =>
      ask({
        method: "POST",
        url: `/v1/customers/${customerId}/verifications`,
        payload: { otp, purpose: "login" },
        ...options,
      }),
    async close() {
      await app.close();
      await service.close();
    },
  };
}
