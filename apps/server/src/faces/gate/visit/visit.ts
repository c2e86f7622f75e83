import { isCustomerId } from "@warifu/otp";
import { isPurpose, isReference } from "@warifu/rules";
import type { Brand, CustomerState, Institution, Purpose } from "@warifu/rules";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Language } from "../../../http/language.ts";
import type { Gate } from "../gate.ts";
import { proofs } from "../openid/proofs.ts";
import type { AcceptedCode, Proof, Proved } from "../openid/proofs.ts";
import { readTransferDetails } from "../openid/transfer-details.ts";
import type { TransferDetails } from "../openid/transfer-details.ts";
import { asLanguage, firstLanguage } from "../openid/ui-locales.ts";
import { readVisitEnd, wasBegun } from "./visit-end.ts";
import type { VisitEnd } from "./visit-end.ts";

/** One interaction of one customer in one browser: who is here, sent by whom, for what. */
export interface Visit {
  readonly uid: string;
  readonly institution: Institution;
  /** How its pages look; null: as ours. */
  readonly brand: Brand | null;
  readonly customerId: string;
  readonly purpose: Purpose;
  /** The bank's own number of what the code is asked for (`warifu_reference`); null where it gave none. */
  readonly reference: string | null;
  /** What the transfer or payment is about, where the bank has told it. */
  readonly transfer: TransferDetails | null;
  /** The origin the browser is sent back to: forms must be allowed to end there (CSP form-action covers redirects). */
  readonly bankOrigin: string;
  readonly language: Language;
  /** The language that the customer chose here, which the bank is told on the way back; null: none. */
  readonly chosenLanguage: Language | null;
  readonly links: VisitLinks;
  readonly end: VisitEnd;
  /** Until the end, at the moment when this was read. */
  readonly remainingMs: number;
}

/** Addresses within one visit. They carry ?lang= where the customer chose a language, so that it lasts over every step. */
export interface VisitLinks {
  readonly here: string;
  step(name: string): string;
  inLanguage(language: Language, step?: string): string;
}

export type VisitRequest = FastifyRequest<{ Params: { uid: string } }>;

/**
 * The visit that this browser holds the cookie of; null when it has ended, or was begun in another browser. The address alone
 * opens nothing: the provider finds the interaction by its signed cookie, and the address must name the same one.
 */
export async function openVisit(gate: Gate, request: VisitRequest, reply: FastifyReply): Promise<Visit | null> {
  const visit = await findVisit(gate, request, reply);
  return visit === null || hasEnded(gate, visit) ? null : visit;
}

/** The same whether or not its time has run out: one that is over still knows its bank and its language. Nothing is done in it. */
export async function findVisit(gate: Gate, request: VisitRequest, reply: FastifyReply): Promise<Visit | null> {
  const interaction = await findInteraction(gate, request, reply);
  if (interaction === null || interaction.uid !== request.params.uid) return null;
  const {
    client_id: clientId,
    login_hint: customerId,
    warifu_purpose: purpose,
    warifu_reference: reference,
    redirect_uri: redirectUri,
  } = interaction.params;
  if (typeof clientId !== "string" || typeof redirectUri !== "string") return null;
  if (!isCustomerId(customerId) || !isPurpose(purpose)) return null;

  const client = await gate.service.storage.client(clientId);
  if (client === null) return null;
  const institution = await gate.service.storage.institution(client.institutionId);
  if (institution === null) return null;

  const chosen = chosenLanguage(request.query);
  const end = await readVisitEnd(gate, interaction.uid);
  return {
    uid: interaction.uid,
    institution,
    brand: await gate.service.storage.brand(institution.institutionId),
    customerId,
    purpose,
    reference: isReference(reference) ? reference : null,
    transfer: readTransferDetails(interaction.params["authorization_details"]),
    bankOrigin: new URL(redirectUri).origin,
    language: chosen ?? firstLanguage(interaction.params["ui_locales"]) ?? request.language,
    chosenLanguage: chosen ?? null,
    links: linksOf(interaction.uid, chosen),
    end,
    remainingMs: Math.max(0, end.endsAtMs - gate.service.nowMs()),
  };
}

/**
 * Whether a visit of this address came to its end: it was begun, and the provider keeps nothing of it, which it would for hours
 * after a visit whose time ran out. Tells nothing else, for whoever asks has shown no cookie.
 */
export async function hasFinished(gate: Gate, uid: string): Promise<boolean> {
  if (!(await wasBegun(gate, uid))) return false;
  return (await gate.provider.Interaction.find(uid)) === undefined;
}

function hasEnded(gate: Gate, { end }: Visit): boolean {
  return gate.service.nowMs() >= end.endsAtMs;
}

export function lookAtCustomer(gate: Gate, visit: Visit): Promise<CustomerState> {
  return gate.service.storage.look(subjectOf(visit));
}

export function subjectOf(visit: Visit): { institutionId: string; customerId: string } {
  return { institutionId: visit.institution.institutionId, customerId: visit.customerId };
}

/**
 * Ends the visit with what was proved: `accepted` for a code, the word alone where none was due. Gives the address to send the
 * browser to; there, and once more when the bank asks for the ID token, the proof is looked at again (openid/check-proof.ts).
 */
export function finishVisit(
  gate: Gate,
  request: FastifyRequest,
  reply: FastifyReply,
  visit: Visit,
  what: AcceptedCode | Exclude<Proof, "otp">,
): Promise<string> {
  const proved: Proved = {
    ...(typeof what === "string"
      ? { proof: what, tokenId: null, atMs: gate.service.nowMs() }
      : { proof: "otp", tokenId: what.tokenId, atMs: what.atMs }),
    institutionId: visit.institution.institutionId,
    purpose: visit.purpose,
  };
  const { acr, amr } = proofs[proved.proof];
  const login = { accountId: visit.customerId, acr, amr: [...amr], remember: false };
  return gate.provider.interactionResult(
    request.raw,
    reply.raw,
    { login, proved, ...languageOf(visit) },
    { mergeWithLastSubmission: false },
  );
}

/** Ends the visit because the customer wants to go back to the bank with nothing proved. */
export function leaveVisit(gate: Gate, request: FastifyRequest, reply: FastifyReply, visit: Visit): Promise<string> {
  const refusal = { error: "access_denied", error_description: "the customer went back", ...languageOf(visit) };
  return gate.provider.interactionResult(request.raw, reply.raw, refusal, { mergeWithLastSubmission: false });
}

/** What openid/language-on-return.ts reads. */
function languageOf({ chosenLanguage }: Visit): { readonly language?: Language } {
  return chosenLanguage === null ? {} : { language: chosenLanguage };
}

async function findInteraction(gate: Gate, request: FastifyRequest, reply: FastifyReply) {
  try {
    return await gate.provider.interactionDetails(request.raw, reply.raw);
  } catch (error) {
    if (error instanceof Error && error.name === "SessionNotFound") return null;
    throw error;
  }
}

function linksOf(uid: string, chosen: Language | undefined): VisitLinks {
  const path = `/interaction/${uid}`;
  const suffix = chosen === undefined ? "" : `?lang=${chosen}`;
  return {
    here: path + suffix,
    step: (name) => `${path}/${name}${suffix}`,
    inLanguage: (language, step) => `${path}${step === undefined ? "" : `/${step}`}?lang=${language}`,
  };
}

function chosenLanguage(query: unknown): Language | undefined {
  if (typeof query !== "object" || query === null || !("lang" in query)) return undefined;
  return asLanguage(query.lang);
}
