import { Agent, request } from "node:http";
import { restPath } from "@warifu/wire";
import { codeOf } from "./bank.ts";
import type { Bank } from "./bank.ts";
import type { Answered, Ledger, Lost, ShownCode } from "./ledger.ts";

/** One code shown for one customer. */
export interface Showing {
  readonly id: string;
  readonly customerId: string;
  readonly shows: ShownCode;
  readonly step: number | null;
  readonly otp: string;
}

export interface Teller {
  /** Notes the request, sends it to the node, notes the answer. Never throws: no answer is a result. */
  ask(showing: Showing, node: number, attempt?: number): Promise<Answered | Lost>;
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
  return {
    async ask({ id, customerId, shows, step, otp }, node, attempt = 1) {
      const url = urls[node];
      if (url === undefined) throw new RangeError("No such node");
      ledger.note({ note: "sent", id, attempt, customerId, shows, step, node, atMs: Date.now() });
      const body = JSON.stringify({ otp, purpose: "login", reference: id });
      let entry: Answered | Lost;
      try {
        const { status, text } = await post(agent, url + restPath("verifications", customerId), body, timeoutMs, {
          authorization: `Bearer ${bank.apiKey}`,
          "idempotency-key": id,
        });
        entry = { note: "answered", id, attempt, status, ...readAnswer(status, text) };
      } catch (error) {
        entry = { note: "lost", id, attempt, why: reasonOf(error) };
      }
      ledger.note(entry);
      return entry;
    },
    close: () => agent.destroy(),
  };
}

/** The code that the customer's phone shows at this step, as a request. */
export function showing(id: string, customerId: string, shows: "right" | "replay", step: number): Showing {
  return { id, customerId, shows, step, otp: codeOf(customerId, step) };
}

function readAnswer(status: number, text: string): Pick<Answered, "accepted" | "reason"> {
  const body = JSON.parse(text) as { accepted?: boolean; reason?: string; code?: string };
  if (status !== 200) return { accepted: null, reason: body.code ?? "" };
  return { accepted: body.accepted === true, reason: body.reason ?? null };
}

function post(
  agent: Agent,
  url: string,
  body: string,
  timeoutMs: number,
  headers: Readonly<Record<string, string>>,
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const sending = request(
      url,
      {
        agent,
        method: "POST",
        timeout: timeoutMs,
        headers: { ...headers, "content-type": "application/json", "content-length": Buffer.byteLength(body) },
      },
      (answer) => {
        let text = "";
        answer.setEncoding("utf8").on("data", (part: string) => {
          text += part;
        });
        answer.on("end", () => resolve({ status: answer.statusCode ?? 0, text }));
        // Cut off in the middle: an answer that is not whole is none.
        answer.on("close", () => reject(new Error("ECUT")));
        answer.on("error", reject);
      },
    );
    sending.on("timeout", () => sending.destroy(new Error("ETIMEDOUT")));
    sending.on("error", reject);
    sending.end(body);
  });
}

function reasonOf(error: unknown): string {
  if (error instanceof SyntaxError) return "unreadable";
  return error instanceof Error ? ((error as Error & { code?: string }).code ?? error.message) : "unknown";
}
