import type { KoaContextWithOIDC, Provider } from "oidc-provider";
import type { Service } from "../../../service.ts";
import { requestIdOf } from "./request-id.ts";

/** One line for each refused request: the client where it is one of ours, the reason, the request's number. */
export function logRefusals(provider: Provider, service: Service): void {
  const write = (ctx: KoaContextWithOIDC, error: Error) => {
    const clientId = ctx.oidc.client?.clientId;
    const fields = {
      face: "gate",
      requestId: requestIdOf(ctx.req),
      route: ctx.oidc.route,
      reason: reasonOf(ctx, error),
    };
    service.log.warn({ ...fields, ...(clientId === undefined ? {} : { clientId }) }, "an OpenID request was refused");
  };
  provider.on("authorization.error", write);
  provider.on("pushed_authorization_request.error", write);
  provider.on("grant.error", write);
}

/** The code and the library's sentence, and never what was sent: a sentence that quotes any of it is left out. */
function reasonOf(ctx: KoaContextWithOIDC, error: Error): string {
  const { error: code, error_description: description, error_detail: detail } = error as OpenidError;
  const sentence = detail ?? description;
  const kind = code ?? "server_error";
  return sentence === undefined || quotes(sentence, ctx) ? kind : `${kind}: ${sentence}`;
}

interface OpenidError extends Error {
  readonly error?: string;
  readonly error_description?: string;
  readonly error_detail?: string;
}

function quotes(sentence: string, ctx: KoaContextWithOIDC): boolean {
  const sent = [
    ...Object.values(ctx.oidc.params ?? {}),
    ...Object.values(ctx.oidc.body ?? {}),
    ...Object.values(ctx.query),
    ctx.get("origin"),
    ctx.get("authorization"),
  ];
  return sent.flat().some((value) => typeof value === "string" && !ownWords.has(value) && hasWord(sentence, value));
}

/** Whether the value stands in the sentence by itself, and not as letters of another word. */
function hasWord(sentence: string, value: string): boolean {
  if (value === "") return false;
  const at = sentence.indexOf(value);
  return at !== -1 && !/\w/.test(sentence[at - 1] ?? "") && !/\w/.test(sentence[at + value.length] ?? "");
}

/** Words of the protocol itself say nothing about anybody. */
const ownWords = new Set(["code", "openid", "login", "query", "none", "plain", "S256", "prompt"]);
