import { randomBytes } from "node:crypto";
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from "@simplewebauthn/server";
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from "@simplewebauthn/server";
import type { DirectoryStore, Passkey, RecordStore, Staff } from "@warifu/rules";
import { z } from "zod";

/** Where passkeys belong: the console's own host, so that they open nothing else. */
export interface RelyingParty {
  readonly origin: string;
  readonly name: string;
}

/** Ed25519, ES256, RS256 (COSE, RFC 9053): what today's authenticators have. */
const algorithms = [-8, -7, -257];
const challengeKind = "passkey-challenge";
const challengeLifetimeMs = 5 * 60_000;
const challengeSchema = z.object({ challenge: z.string() });

/** Options for making a passkey; the challenge is bound to `holder` (a session) and good for one answer. */
export async function registrationOptions(
  records: RecordStore,
  relyingParty: RelyingParty,
  staff: Staff,
  holder: string,
  nowMs: number,
): Promise<unknown> {
  const options = await generateRegistrationOptions({
    rpID: hostOf(relyingParty),
    rpName: relyingParty.name,
    userName: staff.name,
    userDisplayName: `${staff.name} (${staff.branchName})`,
    // The discoverable credential gives it back at sign-in; it is how the staff member is found.
    userID: new TextEncoder().encode(staff.staffId),
    attestationType: "none",
    supportedAlgorithmIDs: algorithms,
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
    excludeCredentials: staff.passkeys.map(({ credentialId }) => ({ id: credentialId })),
  });
  await keepChallenge(records, `register:${holder}`, options.challenge, nowMs);
  return options;
}

/** The new passkey in a browser's answer, or null when anything in it is not as asked. */
export async function newPasskey(
  records: RecordStore,
  relyingParty: RelyingParty,
  holder: string,
  response: RegistrationResponseJSON,
  nowMs: number,
): Promise<Passkey | null> {
  const challenge = await takeChallenge(records, `register:${holder}`, nowMs);
  if (challenge === null || !isFromOwnPage(response.response.clientDataJSON)) return null;
  const verified = await orNull(() =>
    verifyRegistrationResponse({
      response,
      expectedChallenge: challenge,
      expectedOrigin: relyingParty.origin,
      expectedRPID: hostOf(relyingParty),
      requireUserVerification: true,
      supportedAlgorithmIDs: algorithms,
    }),
  );
  if (!verified?.verified) return null;
  const { credential } = verified.registrationInfo;
  return {
    credentialId: credential.id,
    publicKey: Buffer.from(credential.publicKey).toString("base64url"),
    signCount: credential.counter,
    transports: credential.transports ?? [],
    createdAtMs: nowMs,
  };
}

/** Options for signing in with whatever passkey the browser has for this host; no name is asked or told. */
export async function authenticationOptions(
  records: RecordStore,
  relyingParty: RelyingParty,
  nowMs: number,
): Promise<{ readonly holder: string; readonly options: unknown }> {
  const holder = randomBytes(32).toString("base64url");
  const options = await generateAuthenticationOptions({ rpID: hostOf(relyingParty), userVerification: "required" });
  await keepChallenge(records, `sign-in:${holder}`, options.challenge, nowMs);
  return { holder, options };
}

/** The staff member whose passkey answered, or null for every reason there may be. */
export async function staffOfPasskey(
  store: RecordStore & DirectoryStore,
  relyingParty: RelyingParty,
  holder: string,
  response: AuthenticationResponseJSON,
  nowMs: number,
): Promise<Staff | null> {
  const challenge = await takeChallenge(store, `sign-in:${holder}`, nowMs);
  const { userHandle } = response.response;
  if (challenge === null || userHandle === undefined || !isFromOwnPage(response.response.clientDataJSON)) return null;
  const staff = await store.staff(Buffer.from(userHandle, "base64url").toString("utf8"));
  const passkey = staff?.passkeys.find(({ credentialId }) => credentialId === response.id);
  if (!staff || !passkey || staff.disabledAtMs !== null) return null;
  const verified = await orNull(() =>
    verifyAuthenticationResponse({
      response,
      expectedChallenge: challenge,
      expectedOrigin: relyingParty.origin,
      expectedRPID: hostOf(relyingParty),
      requireUserVerification: true,
      credential: {
        id: passkey.credentialId,
        publicKey: Buffer.from(passkey.publicKey, "base64url"),
        counter: passkey.signCount,
      },
    }),
  );
  if (!verified?.verified) return null;
  await store.notePasskeyUse(staff.staffId, passkey.credentialId, verified.authenticationInfo.newCounter);
  return staff;
}

async function keepChallenge(records: RecordStore, id: string, challenge: string, nowMs: number): Promise<void> {
  await records.put(challengeKind, id, { challenge }, nowMs + challengeLifetimeMs);
}

async function takeChallenge(records: RecordStore, id: string, nowMs: number): Promise<string | null> {
  const kept = challengeSchema.safeParse(await records.take(challengeKind, id, nowMs));
  return kept.success ? kept.data.challenge : null;
}

/** The library throws for every answer that is not as asked; to us they are one refusal. */
async function orNull<Value>(verify: () => Promise<Value>): Promise<Value | null> {
  try {
    return await verify();
  } catch {
    return null;
  }
}

const clientDataSchema = z.object({ crossOrigin: z.literal(false).optional(), topOrigin: z.undefined().optional() });

/**
 * Whether the answer was made in a page of the console's own and not in a frame of another site's (WebAuthn Level 3 §7.1 step 10,
 * §7.2 step 13: `crossOrigin`, `topOrigin`). The console lets nobody frame it; the library takes such an answer.
 */
function isFromOwnPage(clientDataJson: string): boolean {
  try {
    return clientDataSchema.safeParse(JSON.parse(Buffer.from(clientDataJson, "base64url").toString("utf8"))).success;
  } catch {
    return false;
  }
}

function hostOf({ origin }: RelyingParty): string {
  return new URL(origin).hostname;
}
