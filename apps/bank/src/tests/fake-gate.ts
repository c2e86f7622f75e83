import { createHash, generateKeyPairSync, randomBytes, sign } from "node:crypto";
import fastifyFormbody from "@fastify/formbody";
import { fastify } from "fastify";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";

export const clientId = "bank-under-test";
export const clientSecret = "only-the-two-know";

type Pushed = Readonly<Record<string, string>>;

/** What a test bends in the gate's answer; the rest is as the bank asked for it. */
export interface Bent {
  readonly sub?: string;
  readonly acr?: string;
  readonly nonce?: string;
}

/**
 * As much of an OpenID provider as the bank meets: discovery, pushed requests, an ID token for a code. It keeps the rules a
 * provider keeps (client authentication, PKCE, one use of a code), so that a bank that forgets one of them fails.
 */
export class FakeGate {
  readonly issuer: string;
  readonly #app: FastifyInstance;
  readonly #key = generateKeyPairSync("ec", { namedCurve: "P-256" });
  readonly #pushed = new Map<string, Pushed>();
  readonly #codes = new Map<string, { readonly request: Pushed; readonly bent: Bent }>();

  static async start(): Promise<FakeGate> {
    const app = fastify({ forceCloseConnections: true });
    await app.register(fastifyFormbody);
    let gate: FakeGate | undefined;
    app.all("/*", async (request, reply) => await gate?.respond(request, reply));
    gate = new FakeGate(app, await app.listen({ port: 0, host: "127.0.0.1" }));
    return gate;
  }

  private constructor(app: FastifyInstance, issuer: string) {
    this.#app = app;
    this.issuer = issuer;
  }

  close(): Promise<void> {
    return this.#app.close();
  }

  /** What the bank asked for, found by the address it sends the browser to. */
  requestAt(address: string): Pushed {
    return this.#pushed.get(new URL(address).searchParams.get("request_uri") ?? "") ?? {};
  }

  /** Path and query of the bank to which the gate would send the browser back. */
  answerTo(address: string, bent: Bent = {}): string {
    const request = this.requestAt(address);
    const code = randomBytes(16).toString("hex");
    this.#codes.set(code, { request, bent });
    return this.#back({ code, state: request["state"] ?? "" });
  }

  refusalOf(address: string): string {
    return this.#back({ error: "access_denied", state: this.requestAt(address)["state"] ?? "" });
  }

  #back(parameters: Record<string, string>): string {
    return `/callback?${new URLSearchParams({ ...parameters, iss: this.issuer }).toString()}`;
  }

  async respond(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
    const path = request.url.split("?")[0];
    const body = (request.body ?? {}) as Record<string, string>;
    if (path === "/.well-known/openid-configuration") return this.#metadata();
    if (path === "/jwks") return { keys: [this.#key.publicKey.export({ format: "jwk" })] };
    const credentials = Buffer.from(`${clientId}:${clientSecret}`).toString("base64");
    const known = decodeURIComponent(Buffer.from((request.headers.authorization ?? "").slice(6), "base64").toString());
    if (known !== Buffer.from(credentials, "base64").toString())
      return await reply.code(401).send({ error: "invalid_client" });
    return path === "/par" ? await reply.code(201).send(this.#push(body)) : await this.#token(body, reply);
  }

  #metadata(): Record<string, unknown> {
    return {
      issuer: this.issuer,
      authorization_endpoint: `${this.issuer}/auth`,
      token_endpoint: `${this.issuer}/token`,
      pushed_authorization_request_endpoint: `${this.issuer}/par`,
      jwks_uri: `${this.issuer}/jwks`,
      response_types_supported: ["code"],
      id_token_signing_alg_values_supported: ["ES256"],
      authorization_response_iss_parameter_supported: true,
    };
  }

  #push(body: Pushed): Record<string, unknown> {
    const uri = `urn:ietf:params:oauth:request_uri:${randomBytes(8).toString("hex")}`;
    this.#pushed.set(uri, body);
    return { request_uri: uri, expires_in: 60 };
  }

  async #token(body: Pushed, reply: FastifyReply): Promise<unknown> {
    const { code = "", code_verifier: verifier = "" } = body;
    const found = this.#codes.get(code);
    this.#codes.delete(code);
    const challenge = createHash("sha256").update(verifier).digest("base64url");
    if (found?.request["code_challenge"] !== challenge) return await reply.code(400).send({ error: "invalid_grant" });
    return { access_token: "x", token_type: "Bearer", id_token: this.#idToken(found.request, found.bent) };
  }

  #idToken(request: Pushed, bent: Bent): string {
    const now = Math.floor(Date.now() / 1000);
    const claims = {
      iss: this.issuer,
      aud: clientId,
      iat: now,
      exp: now + 60,
      sub: bent.sub ?? request["login_hint"],
      nonce: bent.nonce ?? request["nonce"],
      acr: bent.acr ?? "urn:warifu:otp",
    };
    const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const signed = `${part({ alg: "ES256", typ: "JWT" })}.${part(claims)}`;
    const signature = sign("sha256", Buffer.from(signed), { key: this.#key.privateKey, dsaEncoding: "ieee-p1363" });
    return `${signed}.${signature.toString("base64url")}`;
  }
}
