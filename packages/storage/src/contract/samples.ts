import { mobileEmailOf, noProfile, noStep } from "@warifu/rules";
import type {
  AuditEvent,
  Client,
  Customer,
  DecideCode,
  Decision,
  Institution,
  MailOrder,
  Staff,
  Token,
  TokenId,
} from "@warifu/rules";
import { defaultPolicy } from "@warifu/rules";

export const startMs = Date.UTC(2026, 10, 23, 5, 0, 0);
export const hanako = { institutionId: "ozora", customerId: "hanako" };
export const taro = { institutionId: "ozora", customerId: "taro" };

type Step = Token["lastStep"];
export const step = (value: number): Step => value as Step;

export const tokenIdOf = (id: string): TokenId => id as TokenId;

export function sampleCustomer(changed: Partial<Customer> = {}): Customer {
  return {
    ...hanako,
    use: "applied",
    appliedAtMs: startMs,
    revokedAtMs: null,
    profile: noProfile,
    issuancesAtMs: [],
    extraIssuancesAtMs: [],
    ...changed,
  };
}

export function sampleToken(changed: Partial<Omit<Token, "tokenId">> & { readonly tokenId?: string } = {}): Token {
  const { tokenId = "token-1", ...rest } = changed;
  return {
    tokenId: tokenIdOf(tokenId),
    userId: "1234567890123ABC",
    life: "inUse",
    algorithm: "SHA-256",
    digits: 8,
    periodSeconds: 60,
    issuedAtMs: startMs,
    expiresAtMs: startMs + 24 * 3_600_000,
    activatedAtMs: startMs + 1,
    confirmedAtMs: startMs + 2,
    endedAtMs: null,
    mobileEmail: mobileEmailOf("hanakodt@oozora.co.jp"),
    mailSentAtMs: startMs,
    mailResends: 1,
    locale: "ja",
    registrationRecord: "registration-record-of-hanako",
    activationTriesLeft: 4,
    key: keyOfBytes(sampleKey),
    lastStep: noStep,
    driftSteps: -1,
    wrongInARow: 1,
    pausesInARow: 2,
    wrongSinceConfirm: 3,
    replaysInARow: 4,
    pausedUntilMs: null,
    lockedAtMs: null,
    suspendedAtMs: null,
    replacesTokenId: null,
    ...rest,
  };
}

/** Printable, so that a search of the raw database file would find it. */
export const sampleKey: Uint8Array = Buffer.from("this-is-the-key-of-hanako's-app!");

export function keyOfBytes(bytes: Uint8Array): { open(): Uint8Array } {
  return { open: () => bytes };
}

export function sampleEvent(changed: Partial<AuditEvent> = {}): AuditEvent {
  return {
    type: "code.accepted",
    atMs: startMs,
    actor: { kind: "customer", id: null, channel: "gate" },
    ...hanako,
    tokenId: "token-1",
    detail: { step: 1, reason: null, replay: false, text: "証" },
    ...changed,
  };
}

export function sampleMail(changed: Partial<MailOrder> = {}): MailOrder {
  return { kind: "tokenIssued", to: "hanakodt@oozora.co.jp", tokenId: tokenIdOf("token-1"), locale: "ja", ...changed };
}

export const institutionSaved = sampleEvent({ type: "institution.saved", customerId: null, tokenId: null });

export function sampleInstitution(changed: Partial<Institution> = {}): Institution {
  return {
    institutionId: "ozora",
    serviceId: "10121234",
    texts: {
      nameJa: "大空信用組合",
      nameEn: "Ozora Credit Union",
      supportPhone: "0120-000-123",
      supportHoursJa: "平日 9:00～17:00",
      supportHoursEn: "weekdays 9:00–17:00",
    },
    policy: { ...defaultPolicy, browserTabSetup: true },
    ...changed,
  };
}

export function sampleClient(changed: Partial<Client> = {}): Client {
  return {
    clientId: "ozora-bank",
    institutionId: "ozora",
    name: "Ozora internet banking",
    redirectUris: ["https://bank.example/return"],
    clientSecret: "client-secret-of-the-bank",
    ...changed,
  };
}

export function sampleStaff(changed: Partial<Staff> = {}): Staff {
  return {
    staffId: "staff-1",
    institutionId: "ozora",
    name: "窓口 花",
    branchName: "本店",
    role: "teller",
    passkeys: [{ credentialId: "c1", publicKey: "pk", signCount: 0, transports: ["internal"], createdAtMs: startMs }],
    disabledAtMs: null,
    ...changed,
  };
}

/** A decision that a test writes by hand. */
export function decided<Outcome>(outcome: Outcome, written: Partial<Decision<Outcome>> = {}): Decision<Outcome> {
  return { outcome, changes: {}, events: [], mails: [], ...written };
}

/** A decision that looks at a token in use alone. */
export function forCodes<Outcome>(decide: DecideCode<Outcome>["byTokenInUse"]): DecideCode<Outcome> {
  return { byTokenInUse: decide };
}
