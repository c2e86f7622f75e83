import { defaultPolicy, startActivation } from "@warifu/rules";
import type { Institution, TokenId } from "@warifu/rules";
import type { ActivationStart, ActivationStarted, TokenParameters } from "@warifu/wire/activation";
import { ProblemError } from "../../http/problem.ts";
import type { Service } from "../../service.ts";
import { exchangeKind, hashOf, makeExchangeId, shadowTriesKind } from "./exchange.ts";
import type { Exchange } from "./exchange.ts";
import { performEvenly } from "./perform-evenly.ts";

/** What an answer is made from, whether somebody has that user ID or nobody. */
interface Opening {
  readonly institutionId: string;
  readonly tokenId: TokenId | "";
  /** null: nobody has it; the answer is made up, equal in shape, size and time. */
  readonly registrationRecord: string | null;
  readonly parameters: TokenParameters;
  readonly triesLeft: number;
}

/**
 * Debits a try, commits, and only then answers; null is the one refusal.
 * Every start is counted per user ID first, known or not: an unknown, expired, ended or foreign ID answers as many starts as a
 * real one with a wrong password, with falling `triesLeft`, and both then fall silent alike.
 */
export async function startExchange(service: Service, request: ActivationStart): Promise<ActivationStarted | null> {
  const { storage, activation } = service;
  const { serviceId, userId, ke1 } = request;
  const institution = await storage.institutionByServiceId(serviceId);
  const policy = institution?.policy ?? defaultPolicy;

  const startedAtMs = service.nowMs();
  const countedUntilMs = startedAtMs + policy.issuanceLifetimeSeconds * 1000;
  const starts = await storage.count(shadowTriesKind, subjectHash(request), startedAtMs, countedUntilMs);
  if (starts > policy.activationTriesPerIssuance) return null;

  const known = await debit(service, institution, userId);
  const opening: Opening = known ?? {
    institutionId: institution?.institutionId ?? "",
    tokenId: "",
    registrationRecord: null,
    parameters: {
      algorithm: policy.tokenAlgorithm,
      digits: policy.tokenDigits,
      periodSeconds: policy.tokenPeriodSeconds,
    },
    triesLeft: policy.activationTriesPerIssuance - starts,
  };

  const { registrationRecord, parameters } = opening;
  const started = activation.start({ serviceId, userId, registrationRecord, ke1, parameters });
  if (!started.ok) throw new ProblemError("malformed");

  const exchangeId = makeExchangeId();
  const exchange: Exchange = {
    exchangeState: started.exchangeState,
    institutionId: opening.institutionId,
    serviceId,
    userId,
    tokenId: opening.tokenId,
    recordHash: hashOf(registrationRecord ?? ""),
  };
  const endsAtMs = service.nowMs() + policy.exchangeLifetimeSeconds * 1000;
  await storage.put(exchangeKind, hashOf(exchangeId), exchange, endsAtMs);
  return { exchangeId, ke2: started.ke2, triesLeft: opening.triesLeft, parameters };
}

async function debit(service: Service, institution: Institution | null, userId: string): Promise<Opening | null> {
  const outcome = await performEvenly(service, institution, userId, (state, context) =>
    startActivation(state, { userId }, context),
  );
  if (!outcome.ok || institution === null) return null;
  const { institutionId } = institution;
  const { tokenId, registrationRecord, algorithm, digits, periodSeconds, triesLeft } = outcome.value;
  return { institutionId, tokenId, registrationRecord, parameters: { algorithm, digits, periodSeconds }, triesLeft };
}

/** User IDs that nobody has are typed by people too: they are not kept in clear. */
function subjectHash({ serviceId, userId }: ActivationStart): string {
  return hashOf(`${serviceId}|${userId}`);
}
