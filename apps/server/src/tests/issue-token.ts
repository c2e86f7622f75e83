import { randomBytes, randomUUID } from "node:crypto";
import { startRegistration } from "@warifu/activation/browser";
import { makeUserId } from "@warifu/otp";
import { apply, issue, noProfile } from "@warifu/rules";
import type { Actor, TokenId } from "@warifu/rules";
import type { TestService } from "./test-service.ts";

export const customerActor: Actor = { kind: "customer", id: null, channel: "gate" };

export interface IssuedForTest {
  readonly customerId: string;
  readonly tokenId: TokenId;
  readonly userId: string;
}

/** What branch and browser do before 手順3: an application, then 手順1 with this activation password. */
export async function issueToken(
  { service, institution }: TestService,
  { customerId = "hanako", activationPassword = "48151623", mobileEmail = "hanakodt@oozora.example" } = {},
): Promise<IssuedForTest> {
  const { institutionId, serviceId } = institution;
  const subject = { institutionId, customerId };
  await service.perform(institution, subject, customerActor, (state, context) =>
    apply(state, { institutionId, customerId, profile: noProfile }, context),
  );
  const userId = makeUserId(randomBytes(10));
  const tokenId = randomUUID() as TokenId;
  const registration = await startRegistration(activationPassword);
  const { registrationRequest } = registration;
  const response = service.activation.registrationResponse({ serviceId, userId, registrationRequest });
  if (!response.ok) throw new Error("no registration response");
  const { registrationRecord } = registration.finish(response.value, { serviceId, userId });
  const issued = await service.perform(institution, subject, customerActor, (state, context) =>
    issue(state, { tokenId, userId, mobileEmail, registrationRecord, locale: "ja" }, context),
  );
  if (!issued.ok) throw new Error(`not issued: ${issued.refusal.code}`);
  return { customerId, tokenId, userId };
}
