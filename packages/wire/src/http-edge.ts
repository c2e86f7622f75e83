import type { IncomingMessage, Server } from "node:http";
import type { Socket } from "node:net";

/** What every HTTP server of ours keeps before any route is asked: the service's faces, the sample bank, the demo's pages. */

/**
 * The target of a request in origin-form. In absolute-form (`GET http://elsewhere.example/x`, RFC 9112 §3.2.2) a request names an
 * authority that anybody may choose: it is dropped here, before any router, page or provider could take it for our origin.
 */
export function originForm(request: IncomingMessage & { originalUrl?: string }): string {
  const target = request.url ?? "/";
  if (target.startsWith("/")) return target;
  const path = target.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, "");
  const found = path.startsWith("?") ? `/${path}` : path === "" ? "/" : path;
  // Koa reads it from there, and Fastify has just put the absolute form into it.
  request.originalUrl = found;
  return found;
}

export type EdgeFault = "malformed" | "unsupportedMediaType";

/**
 * What reads as one request here and as another at the next server, and bodies that we could only misread; null for all others.
 * RFC 9110 §12.5.3: a refused coding is answered with the ones that are understood (`accept-encoding: identity`).
 */
export function edgeFaultOf(request: IncomingMessage): EdgeFault | null {
  if (!hasOneHost(request)) return "malformed";
  const coding = request.headers["content-encoding"];
  return coding !== undefined && coding.toLowerCase() !== "identity" ? "unsupportedMediaType" : null;
}

/** RFC 9112 §3.2: one Host, of the characters that a host and a port have; HTTP/1.0 may do without. */
function hasOneHost({ rawHeaders, httpVersion, headers }: IncomingMessage): boolean {
  let hosts = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at];
    if (name?.length === 4 && name.toLowerCase() === "host") hosts += 1;
  }
  if (hosts === 0) return httpVersion === "1.0";
  return hosts === 1 && /^[\w.~:[\]%-]*$/.test(headers.host ?? "");
}

/** The names under which a server on this machine is asked; a stranger's name for the same address is none (DNS rebinding). */
export function loopbackNames(port: number): readonly string[] {
  return ["localhost", "127.0.0.1", "[::1]"].map((name) => `${name}:${port}`);
}

/** Why a server that is asked under fixed names only answers nothing else to a request; null: let it in. */
export function refusalOf(
  request: IncomingMessage,
  names: ReadonlySet<string>,
): { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: string } | null {
  const fault = edgeFaultOf(request);
  const text = { ...bareHeaders, "content-type": "text/plain; charset=utf-8" };
  if (fault === "malformed") return { status: 400, headers: text, body: `${malformedMessage}\n` };
  if (fault === "unsupportedMediaType") {
    const headers = { ...text, "accept-encoding": "identity" };
    return { status: 415, headers, body: "This content type is not accepted here.\n" };
  }
  if (names.has(request.headers.host?.toLowerCase() ?? "")) return null;
  return { status: 421, headers: text, body: "Not served under this name.\n" };
}

/** Of an answer that no page and no program may do anything with, written before any hook has run. */
export const bareHeaders: Readonly<Record<string, string>> = {
  "content-security-policy": "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "x-frame-options": "DENY",
  "x-content-type-options": "nosniff",
  "cache-control": "no-store",
};

export const malformedMessage = "The request does not keep the grammar.";
export const malformedBody: string = JSON.stringify({ code: "malformed", message: malformedMessage });

const bareStatus: Readonly<Record<string, string>> = {
  ERR_HTTP_REQUEST_TIMEOUT: "408 Request Timeout",
  HPE_HEADER_OVERFLOW: "431 Request Header Fields Too Large",
};

/** What is no HTTP request at all never reaches a route: it is answered with the same words, and the connection ends. */
export function answerUnreadable(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === "ECONNRESET" || socket.destroyed) return;
  // As Node itself does: nothing may be written into the middle of an answer.
  // oxlint-disable-next-line no-underscore-dangle -- the one place where Node keeps it
  const isAnswering = (socket as { _httpMessage?: { _headerSent?: boolean } })._httpMessage?._headerSent === true;
  if (socket.writable && !isAnswering) socket.write(bareResponse(bareStatus[error.code ?? ""] ?? "400 Bad Request"));
  socket.destroy();
}

/** `Expect: …` other than 100-continue (RFC 9110 §10.1.1). */
export function refuseExpectations(server: Server): void {
  server.on("checkExpectation", ({ socket }: IncomingMessage) => {
    socket.end(bareResponse("417 Expectation Failed"));
  });
}

function bareResponse(status: string): string {
  const headers = {
    ...bareHeaders,
    "content-type": "application/json; charset=utf-8",
    "content-length": String(Buffer.byteLength(malformedBody)),
    connection: "close",
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return [`HTTP/1.1 ${status}`, ...lines, "", malformedBody].join("\r\n");
}
