import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from "fastify";

interface Cookie {
  readonly name: string;
  readonly value: string;
  readonly path: string;
}

let browsers = 0;

/** One person's browser at one face: keeps cookies by path, names its origin, follows no redirect by itself. */
export class TestBrowser {
  readonly #app: FastifyInstance;
  readonly #origin: string;
  readonly #remoteAddress: string;
  #cookies: Cookie[] = [];
  readonly #given = new Set<string>();

  constructor(app: FastifyInstance, origin: string) {
    this.#app = app;
    this.#origin = origin;
    browsers += 1;
    this.#remoteAddress = `10.1.${Math.floor(browsers / 250)}.${(browsers % 250) + 1}`;
  }

  async ask(options: InjectOptions & { url: string }): Promise<LightMyRequestResponse> {
    const path = options.url.split("?")[0] ?? "/";
    const cookies = this.#cookies.filter((cookie) => path.startsWith(cookie.path));
    const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
    const headers = { origin: this.#origin, ...(cookie === "" ? {} : { cookie }), ...options.headers };
    const answer = await this.#app.inject({ remoteAddress: this.#remoteAddress, ...options, headers });
    for (const set of answer.cookies) this.#take({ name: set.name, value: set.value, path: set.path ?? "/" });
    return answer;
  }

  get(url: string): Promise<LightMyRequestResponse> {
    return this.ask({ method: "GET", url });
  }

  post(url: string, fields: Record<string, string> = {}): Promise<LightMyRequestResponse> {
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    return this.ask({ method: "POST", url, headers, payload: new URLSearchParams(fields).toString() });
  }

  postJson(url: string, body: object): Promise<LightMyRequestResponse> {
    return this.ask({ method: "POST", url, payload: body });
  }

  /** Every cookie value it was ever given, but for short ones such as a language: what must not stand in a log. */
  cookieValues(): readonly string[] {
    return [...this.#given].filter((value) => value.length > 5);
  }

  #take(cookie: Cookie): void {
    this.#given.add(cookie.value);
    this.#cookies = this.#cookies.filter(({ name, path }) => name !== cookie.name || path !== cookie.path);
    if (cookie.value !== "") this.#cookies.push(cookie);
  }
}
