import { Agent } from "node:http";
import { restPath, restPaths, wireCodes } from "@warifu/wire";
import type { WireCode } from "@warifu/wire";
import { codeOf } from "./bank.ts";
import type { Bank } from "./bank.ts";
import type { Answered, Ledger, Lost, ShownCode } from "./ledger.ts";
import { post } from "./post.ts";

/** One code shown for one customer. */
export interface Showing {
  readonly id: string;
  readonly customerId: string;
  readonly shows: ShownCode;
  readonly step: number | null;
  readonly otp: string;
  /** Sent without an idempotency key: then it may be asked once only. */
  readonly isKeyless?: boolean;
}

export interface Teller {
  /** Notes the request, sends it to the node, notes the answer. Never throws: no answer is a result. */
  ask(showing: Showing, node: number, attempt?: number): Promise<Answered | Lost>;
  /** The same for a batch under one key; a further attempt must be the same batch. */
  askTogether(
    showings: readonly Showing[],
    key: string,
    node: number,
    attempt?: number,
  ): Promise<readonly (Answered | Lost)[]>;
  close(): void;
}

export interface TellerOptions {
  readonly bank: Bank;
  /** API faces of the nodes. */
  readonly urls: readonly string[];
  readonly ledger: Ledger;
  readonly timeoutMs?: number;
}

/** The institution's server as a customer's bank would write it, with a ledger. Retries nothing by itself. */
export function openTeller({ bank, urls, ledger, timeoutMs = 10_000 }: TellerOptions): Teller {
  const agent = new Agent({ keepAlive: true, maxSockets: 256 });

  /** Sends one request about these; what `read` makes of the answer is noted for each. */
  async function send(
    path: string,
    body: object,
    key: string | null,
    showings: readonly Showing[],
    { node, attempt }: { readonly node: number; readonly attempt: number },
    read: (status: number, text: string) => readonly Verdict[],
  ): Promise<readonly (Answered | Lost)[]> {
    const url = urls[node];
    if (url === undefined) throw new RangeError("No such node");
    for (const { id, customerId, shows, step } of showings) {
      ledger.note({ note: "sent", id, attempt, customerId, shows, step, node, atMs: Date.now() });
    }
    let entries: readonly (Answered | Lost)[];
    try {
      const headers = {
        authorization: `Bearer ${bank.apiKey}`,
        ...(key === null ? {} : { "idempotency-key": key }),
      };
      const { status, text } = await post(agent, url + path, JSON.stringify(body), timeoutMs, headers);
      const verdicts = read(status, text);
      entries = showings.map(({ id }, index) => {
        const verdict = verdicts[index];
        if (verdict === undefined) throw new SyntaxError("An answer is missing");
        return { note: "answered", id, attempt, ...verdict };
      });
    } catch (error) {
      entries = showings.map(({ id }) => ({ note: "lost", id, attempt, why: reasonOf(error) }));
    }
    for (const entry of entries) ledger.note(entry);
    return entries;
  }

  return {
    async ask(one, node, attempt = 1) {
      const { id, customerId, otp, isKeyless = false } = one;
      if (isKeyless && attempt > 1) throw new RangeError("A request without a key may be asked once only");
      const body = { otp, purpose: "login", reference: id };
      const read = (status: number, text: string) => [verdictOf(status, JSON.parse(text) as WireAnswer)];
      const path = restPath("verifications", customerId);
      const [entry] = await send(path, body, isKeyless ? null : id, [one], { node, attempt }, read);
      if (entry === undefined) throw new Error("No entry was made");
      return entry;
    },
    askTogether(showings, key, node, attempt = 1) {
      const verifications = showings.map(({ id, customerId, otp }) => {
        return { customerId, otp, purpose: "transfer", reference: id };
      });
      const read = (status: number, text: string): readonly Verdict[] => {
        const answer = JSON.parse(text) as WireAnswer & { results?: readonly WireAnswer[] };
        if (status !== 200) return showings.map(() => verdictOf(status, answer));
        return (answer.results ?? []).map((result) => {
          const code = result.error?.code;
          return code === undefined ? verdictOf(200, result) : verdictOf(wireCodes[code].status, { code });
        });
      };
      return send(restPaths.verificationBatch, { verifications }, key, showings, { node, attempt }, read);
    },
    close: () => agent.destroy(),
  };
}

/** The code that the customer's phone shows at this step, as a request. */
export function showing(id: string, customerId: string, shows: "right" | "replay", step: number): Showing {
  return { id, customerId, shows, step, otp: codeOf(customerId, step) };
}

type Verdict = Pick<Answered, "status" | "accepted" | "reason">;

interface WireAnswer {
  readonly accepted?: boolean;
  readonly reason?: string;
  readonly code?: string;
  readonly error?: { readonly code: WireCode };
}

function verdictOf(status: number, { accepted, reason, code }: WireAnswer): Verdict {
  if (status !== 200) return { status, accepted: null, reason: code ?? "" };
  return { status, accepted: accepted === true, reason: reason ?? null };
}

function reasonOf(error: unknown): string {
  if (error instanceof SyntaxError) return "unreadable";
  return error instanceof Error ? ((error as Error & { code?: string }).code ?? error.message) : "unknown";
}
