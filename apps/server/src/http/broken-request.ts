import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import type { FastifyInstance } from "fastify";
import { contentSecurityPolicy, machineCsp } from "./content-security-policy.ts";
import { ProblemError, problemMessage } from "./problem.ts";

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

/** Refuses what reads as one request here and as another at the next server, and bodies that we could only misread. */
export function refuseBroken(app: FastifyInstance): void {
  app.addHook("onRequest", (request, reply, done) => {
    if (!hasOneHost(request.raw)) return done(new ProblemError("malformed"));
    const coding = request.headers["content-encoding"];
    if (coding !== undefined && coding.toLowerCase() !== "identity") {
      // RFC 9110 §12.5.3: a refused coding is answered with the ones that are understood.
      reply.header("accept-encoding", "identity");
      return done(new ProblemError("unsupportedMediaType"));
    }
    done();
  });
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

const bareHeaders: Readonly<Record<string, string>> = {
  "content-security-policy": contentSecurityPolicy({}, machineCsp),
  "x-frame-options": "DENY",
  "x-content-type-options": "nosniff",
  "cache-control": "no-store",
};

/** For an answer that is written before any hook has run. */
export function bareAnswerHeaders(requestId: string): Readonly<Record<string, string>> {
  return { ...bareHeaders, "x-request-id": requestId };
}

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
export function refuseExpectations(app: FastifyInstance): void {
  app.server.on("checkExpectation", ({ socket }: IncomingMessage) => {
    socket.end(bareResponse("417 Expectation Failed"));
  });
}

function bareResponse(status: string): string {
  const body = JSON.stringify({ code: "malformed", message: problemMessage("malformed", "") });
  const headers = {
    ...bareHeaders,
    "content-type": "application/json; charset=utf-8",
    "content-length": String(Buffer.byteLength(body)),
    connection: "close",
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return [`HTTP/1.1 ${status}`, ...lines, "", body].join("\r\n");
}
