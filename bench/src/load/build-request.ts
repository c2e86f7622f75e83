import { randomUUID } from "node:crypto";
import { restPath } from "@warifu/wire";
import { codeOf, customerIdOf, digits, tokenKeyOf } from "../population/population.ts";
import type { LoadKind, Shot } from "./ledger.ts";

export interface RequestOptions {
  readonly host: string;
  readonly apiKeys: readonly string[];
  /** Send an Idempotency-Key of its own with every request, as the typed client does. */
  readonly idempotencyKeys: boolean;
}

/** The bytes of one verification request, made before the clock runs. Requests of one API key follow each other in turn. */
export function buildRequest(shot: Shot, kind: LoadKind, index: number, options: RequestOptions): Buffer {
  const key = tokenKeyOf(shot.token);
  const otp = kind === "right" || kind === "replay" ? codeOf(key, shot.step) : wrongCode(key, shot.step);
  return requestBytes(shot.token, otp, index, options);
}

/** Headers as a server-side HTTP client sends them; the body has a purpose and a reference. */
export function requestBytes(token: number, otp: string, index: number, options: RequestOptions): Buffer {
  const { host, apiKeys, idempotencyKeys } = options;
  const body = JSON.stringify({ otp, purpose: "transfer", reference: `order ${String(index).padStart(8, "0")}` });
  return Buffer.from(
    `POST ${restPath("verifications", customerIdOf(token))} HTTP/1.1\r\n` +
      `host: ${host}\r\n` +
      `authorization: Bearer ${apiKeys[index % apiKeys.length] ?? ""}\r\n` +
      "content-type: application/json\r\n" +
      "accept: application/json\r\n" +
      (idempotencyKeys ? `idempotency-key: ${randomUUID()}\r\n` : "") +
      `content-length: ${body.length}\r\n\r\n${body}`,
    "latin1",
  );
}

/** A code of no step that could come into the window while the request is on its way. */
function wrongCode(key: Uint8Array, step: number): string {
  const right = new Set([-1, 0, 1, 2].map((away) => codeOf(key, step + away)));
  let code = (Number(codeOf(key, step)) + 1) % 10 ** digits;
  while (right.has(String(code).padStart(digits, "0"))) code = (code + 1) % 10 ** digits;
  return String(code).padStart(digits, "0");
}
