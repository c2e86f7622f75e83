import { isCustomerId } from "@warifu/otp";
import { importToken, OutcomeUnknown, refusals, StoreBusy } from "@warifu/rules";
import type { Context, CustomerState, Institution, RefusalCode, TokenId } from "@warifu/rules";
import { z } from "zod";
import { operator } from "../operator.ts";
import { dataCommand } from "../command.ts";
import type { CommandHost } from "../command.ts";
import { chosenServiceId, findInstitution } from "../find-institution.ts";

/**
 * So many tokens share a commit at most. PostgreSQL keeps a lock for each customer in memory that all connections share, and
 * on SQLite whoever comes meanwhile waits for the end of the piece.
 */
export const mostTokensOfPiece = 128;

const tokenSchema = z.strictObject({
  customerId: z.string().refine(isCustomerId),
  tokenId: z.uuid(),
  /** Base64 of 10 to 128 bytes. */
  key: z
    .base64()
    .max(172)
    .refine((text) => text.length >= 16),
  algorithm: z.enum(["SHA-1", "SHA-256", "SHA-512"]),
  digits: z.union([z.literal(6), z.literal(7), z.literal(8)]),
  periodSeconds: z.int().min(10).max(120),
});
const schema = z.strictObject({
  serviceId: chosenServiceId,
  /** Whether it is only looked at: what would become of each. */
  isCheck: z.boolean(),
  tokens: z.array(tokenSchema).min(1).max(mostTokensOfPiece),
});
export type PieceInput = z.infer<typeof schema>;

/** `was there`: taken over before, by an earlier run; everything else is why the store refused it. */
export const pieceResults = ["added", "was there", "unreadable", ...(Object.keys(refusals) as RefusalCode[])] as const;
export type PieceResult = (typeof pieceResults)[number];

/** What became of a piece. `again`: it is not known, or the store had no time; the same piece may be sent again. */
export const pieceAnswer = z.strictObject({ again: z.boolean(), results: z.array(z.enum(pieceResults)) });

/** One piece of `token import`: a commit of its own. Carried out twice it is done once. Not typed by people, so no help lists it. */
export const tokenImportPiece = dataCommand({
  name: "token import piece",
  summary: "",
  help: "",
  options: {},
  schema,
  async perform(host, piece) {
    const institution = await findInstitution(host, piece.serviceId);
    try {
      return answer({ again: false, results: await importPiece(host, institution, piece) });
    } catch (error) {
      if (passes(error)) return answer({ again: true, results: [] });
      throw error;
    }
  },
});

/** A full or broken disk does not get better by waiting: the operator is told. */
function passes(error: unknown): boolean {
  if (error instanceof OutcomeUnknown) return true;
  return error instanceof StoreBusy && ["overloaded", "locked", "unreachable"].includes(error.trouble);
}

async function importPiece(
  { storage, nowMs }: CommandHost,
  { institutionId, policy }: Institution,
  { tokens, isCheck }: PieceInput,
): Promise<PieceResult[]> {
  const subjects = tokens.map(({ customerId }) => ({ institutionId, customerId }));
  const settled = await storage.act(subjects, (state: CustomerState, index, { fenceMs }) => {
    const token = tokens[index];
    if (!token) throw new RangeError("token import: no such token");
    const { customerId, tokenId, key, ...parameters } = token;
    const command = {
      institutionId,
      customerId,
      tokenId: tokenId as TokenId,
      key: Buffer.from(key, "base64"),
      ...parameters,
    };
    const context: Context = { nowMs: nowMs(), policy, actor: operator, fenceMs };
    const decision = importToken(state, command, context);
    return isCheck ? { outcome: decision.outcome, changes: {}, events: [], mails: [] } : decision;
  });
  return settled.map((slot, index) => {
    if (slot.status === "rejected") return whyRejected(slot.reason);
    if (!slot.value.ok) return slot.value.refusal.code;
    // By an earlier try of the same piece, whose answer was lost: then this run has added it.
    const isOwn = slot.value.value.tokenId === tokens[index]?.tokenId;
    return slot.value.value.wasThere && !isOwn ? "was there" : "added";
  });
}

/** One customer's damaged row is that customer's trouble; everything else is everybody's. */
function whyRejected(reason: unknown): PieceResult {
  if (reason instanceof Error && reason.name === "RowDamaged") return "unreadable";
  throw reason;
}

function answer(piece: z.infer<typeof pieceAnswer>) {
  return { text: "", json: piece };
}
