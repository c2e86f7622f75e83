import type { FastifyInstance } from "fastify";

export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly location: string;
  readonly headers: Readonly<Record<string, unknown>>;
}

/** One browser at the bank: keeps its cookies and says where its requests come from. */
export class Visit {
  readonly cookies = new Map<string, string>();
  readonly #app: FastifyInstance;
  readonly #origin: string;

  constructor(app: FastifyInstance, origin: string) {
    this.#app = app;
    this.#origin = origin;
  }

  get(url: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.#send("GET", url, headers);
  }

  post(
    url: string,
    form: Readonly<Record<string, string>> = {},
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const type = { "content-type": "application/x-www-form-urlencoded", origin: this.#origin };
    return this.#send("POST", url, { ...type, ...headers }, new URLSearchParams(form).toString());
  }

  async #send(method: "GET" | "POST", url: string, headers: Record<string, string>, payload?: string): Promise<Answer> {
    const answer = await this.#app.inject({
      method,
      url,
      headers: { ...headers, cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ") },
      ...(payload === undefined ? {} : { payload }),
    });
    for (const { name, value } of answer.cookies) {
      if (value === "") this.cookies.delete(name);
      else this.cookies.set(name, encodeURIComponent(value));
    }
    return {
      status: answer.statusCode,
      body: answer.body,
      location: answer.headers.location ?? "",
      headers: answer.headers,
    };
  }
}
