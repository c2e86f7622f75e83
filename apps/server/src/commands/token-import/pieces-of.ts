import { randomUUIDv7 } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { refusals } from "@warifu/rules";
import { Refused } from "../../refused.ts";
import type { Work } from "../command.ts";
import { nextPieceSize } from "./piece-size.ts";
import type { TokenLine } from "./read-token-file.ts";
import { pieceAnswer, tokenImportPiece } from "./token-import-piece.ts";
import type { PieceInput, PieceResult } from "./token-import-piece.ts";

const firstSize = 64;
/** While the store is busy, or a service that was asked is being restarted. */
const waitMs = 200;
const mostWaits = 300;

/** Sends tokens off in pieces of a fitting size, one after the other. */
export class Pieces {
  readonly #work: Work;
  readonly #serviceId: string | undefined;
  readonly #isCheck: boolean;
  #size = firstSize;
  #waiting: TokenLine[] = [];

  constructor(work: Work, serviceId: string | undefined, isCheck: boolean) {
    this.#work = work;
    this.#serviceId = serviceId;
    this.#isCheck = isCheck;
  }

  /** Gives what became of each token of the pieces that are full by now. */
  async push(token: TokenLine): Promise<readonly Settled[]> {
    this.#waiting.push(token);
    return this.#waiting.length < this.#size ? [] : await this.#send();
  }

  async end(): Promise<readonly Settled[]> {
    return this.#waiting.length === 0 ? [] : await this.#send();
  }

  async #send(): Promise<readonly Settled[]> {
    const lines = this.#waiting;
    this.#waiting = [];
    const tokens = lines.map(({ customerId, key, algorithm, digits, periodSeconds }) => ({
      customerId,
      tokenId: randomUUIDv7(),
      key: Buffer.from(key).toString("base64"),
      algorithm,
      digits,
      periodSeconds,
    }));
    const results = await this.#ask({ serviceId: this.#serviceId, isCheck: this.#isCheck, tokens });
    return lines.map((line, index) => ({ line, result: results[index] ?? "unreadable" }));
  }

  async #ask(piece: PieceInput): Promise<readonly PieceResult[]> {
    for (let waits = 0; waits < mostWaits; waits += 1) {
      const beganMs = performance.now();
      const { json } = await this.#work.perform(tokenImportPiece, piece);
      const { again, results } = pieceAnswer.parse(json);
      this.#size = nextPieceSize(this.#size, performance.now() - beganMs);
      if (!again) return results;
      await pause(waitMs);
    }
    throw new Refused("The database had no time for a minute.");
  }
}

export interface Settled {
  readonly line: TokenLine;
  readonly result: PieceResult;
}

/** Why a token was refused, as a problem of its line. */
export function problemText(result: Exclude<PieceResult, "added" | "was there">): string {
  if (result === "alreadyInUse")
    return "the customer has another token in use: this line is not what was taken over before";
  if (result === "ended") return "the customer's token was ended here: register a new application first";
  if (result === "unreadable") return "what the database holds of this customer is damaged";
  return refusals[result];
}
