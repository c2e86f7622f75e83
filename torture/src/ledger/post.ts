import { request } from "node:http";
import type { Agent } from "node:http";

/** Sends JSON once. @throws when the whole answer does not come: then nobody knows what became of it */
export function post(
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
