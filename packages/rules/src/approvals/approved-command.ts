import { createHash } from "node:crypto";
import { allowIssuance } from "../acts/allow-issuance.ts";
import { cancel } from "../acts/cancel.ts";
import { resume } from "../acts/resume.ts";
import { revoke } from "../acts/revoke.ts";
import { suspend } from "../acts/suspend.ts";
import { unlock } from "../acts/unlock.ts";
import type { TokenChoice } from "../chosen-tokens.ts";
import type { CustomerState } from "../customer.ts";
import type { Context, Decision, Result } from "../decision.ts";
import type { TokenId } from "../token.ts";

type Run = (state: CustomerState, command: TokenChoice, context: Context) => Decision<Result<unknown>>;

/** What can be asked for. Which of them must be is for the institution to say. */
const acts = { suspend, resume, unlock, revoke, cancel, allowIssuance } as const satisfies Record<string, Run>;

export type ApprovedAct = keyof typeof acts;

export interface ApprovedCommand extends TokenChoice {
  readonly act: ApprovedAct;
}

/** Where tokens are not chosen among: their commands name none. */
const withoutChoice: ReadonlySet<ApprovedAct> = new Set(["cancel", "allowIssuance"]);
const head = "warifu command 1";

/**
 * Canonical text: the JSON array [head, institution, customer, act, token or null, reason] as ECMAScript writes it, without spaces.
 * Its UTF-8 bytes are what is hashed. What changes its meaning gets another head.
 */
export function commandText(institutionId: string, customerId: string, command: ApprovedCommand): string {
  const { act, tokenId, reason } = command;
  return JSON.stringify([head, institutionId, customerId, act, tokenId, reason]);
}

/** SHA-256 (FIPS 180-4), 64 hexadecimal digits. */
export function commandHash(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("hex");
}

/** The command of a text that `commandText` wrote for this customer; null for any other text. */
export function readCommand(text: string, institutionId: string, customerId: string): ApprovedCommand | null {
  const fields = parsed(text);
  if (!Array.isArray(fields)) return null;
  const [, , , act, tokenId, reason] = fields as readonly unknown[];
  if (typeof act !== "string" || !isApprovedAct(act) || typeof reason !== "string") return null;
  if (tokenId !== null && typeof tokenId !== "string") return null;
  if (tokenId !== null && withoutChoice.has(act)) return null;
  const command: ApprovedCommand = { act, tokenId: tokenId as TokenId | null, reason };
  return commandText(institutionId, customerId, command) === text ? command : null;
}

export function runCommand(
  state: CustomerState,
  command: ApprovedCommand,
  context: Context,
): Decision<Result<unknown>> {
  const run: Run = acts[command.act];
  return run(state, command, context);
}

function isApprovedAct(text: string): text is ApprovedAct {
  return Object.hasOwn(acts, text);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
