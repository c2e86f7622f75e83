import { totp } from "@warifu/otp";
import { nodeHmac } from "@warifu/otp/node";
import { importToken } from "@warifu/rules";
import type { Institution, Policy, RadiusClient, StoredEvent, TokenId } from "@warifu/rules";
import type { Config } from "../../../configuration/config.ts";
import type { RadiusOutcome } from "../../../telemetry/metrics.ts";
import { makeTestService, testConfig } from "../../../tests/test-service.ts";
import type { TestService } from "../../../tests/test-service.ts";
import { makeDatagramHandler } from "../handle-datagram.ts";
import type { HandleDatagram, Sender } from "../handle-datagram.ts";
import { writePapRequest } from "./write-request.ts";
import type { PapRequest } from "./write-request.ts";
import { operator, operatorEvent } from "../../../commands/operator.ts";

const parameters = { algorithm: "SHA-256", digits: 8, periodSeconds: 60 } as const;
const key = new Uint8Array(32).fill(5);

export const sharedSecret = "shared-secret-of-the-vpn";
export const vpn: Sender = { address: "192.0.2.10", port: 40_001 };

/** A service with one VPN that may ask, and everything that tests look at. */
export interface RadiusBench {
  readonly test: TestService;
  /** A node, as it is after a start; every call makes one more. Waiting takes no time and is noted in `pauses`. */
  node(): HandleDatagram;
  readonly pauses: number[];
  addClient(client: Partial<RadiusClient>): Promise<void>;
  /** A customer with a token in use. */
  customerInUse(customerId: string): Promise<void>;
  /** The code that every phone shows now, or so many steps later. */
  code(steps?: number): string;
  wrongCode(): string;
  /** An authentic request of the VPN. */
  request(parts: Partial<PapRequest>): Buffer;
  eventsOf(customerId: string): Promise<readonly StoredEvent[]>;
  /** How many datagrams came to this end so far. */
  counted(outcome: RadiusOutcome): Promise<number>;
}

export async function openRadiusBench({
  policy = {},
  config = testConfig,
}: { policy?: Partial<Policy>; config?: Config } = {}): Promise<RadiusBench> {
  const test = await makeTestService({ policy, config });
  const { service, institution, clock } = test;
  const { institutionId } = institution;
  const pauses: number[] = [];
  const code = (steps = 0): string => totp(nodeHmac, key, clock.nowMs + steps * 60_000, parameters);
  const bench: RadiusBench = {
    test,
    pauses,
    node: () => makeDatagramHandler(service, { pause: async (ms) => pauses.push(ms) }),
    addClient: (client) =>
      service.storage.addRadiusClient(
        { radiusClientId: "vpn", institutionId, name: "VPN", address: "192.0.2.0/24", sharedSecret, ...client },
        clientEvent(institution, clock.nowMs),
      ),
    async customerInUse(customerId) {
      const tokenId = `token-${customerId}` as TokenId;
      await service.perform(institution, { institutionId, customerId }, operator, (state, context) =>
        importToken(state, { institutionId, customerId, tokenId, key, ...parameters }, context),
      );
    },
    code,
    wrongCode() {
      const near = new Set(Array.from({ length: 200 }, (_, index) => code(index - 100)));
      for (let number = 0; ; number++) {
        const text = String(number).padStart(8, "0");
        if (!near.has(text)) return text;
      }
    },
    request: (parts) => writePapRequest({ sharedSecret, userName: "taro", password: code(), ...parts }),
    eventsOf: (customerId) => service.storage.eventsOfCustomer(institutionId, customerId, 1_000),
    async counted(outcome) {
      const line = new RegExp(`^warifu_radius_total\\{outcome="${outcome}"\\} (\\d+)$`, "m");
      return Number(line.exec(await service.metrics.text())?.[1] ?? 0);
    },
  };
  // Opened again over the same database, it is there.
  if ((await service.storage.radiusClients()).length === 0) await bench.addClient({});
  return bench;
}

export function clientEvent({ institutionId }: Institution, atMs: number) {
  return operatorEvent("radiusClient.saved", atMs, institutionId);
}
