interface Cookie {
  readonly name: string;
  readonly value: string;
  readonly path: string;
}

export interface Page {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
  readonly url: URL;
}

/** One browser as far as the gate can tell: cookies by path, redirects followed within the gate, Origin on every POST. */
export class BrowserWindow {
  readonly #origin: string;
  #cookies: Cookie[] = [];

  constructor(origin: string) {
    this.#origin = origin;
  }

  /** Follows redirects until a page comes or the browser is sent to another origin; that address is not opened. */
  async open(address: string | URL, init: RequestInit = {}): Promise<Page> {
    let url = new URL(address, this.#origin);
    let next = init;
    for (let hops = 0; hops < 10; hops += 1) {
      const response = await this.#ask(url, next);
      const location = response.headers.get("location");
      if (location === null) return pageOf(response, url);
      url = new URL(location, url);
      if (url.origin !== this.#origin) return { status: response.status, text: "", headers: response.headers, url };
      next = {};
    }
    throw new Error("too many redirects");
  }

  /** Sends a form as one of the gate's own pages would. */
  post(
    address: string | URL,
    fields: Record<string, string> = {},
    headers: Record<string, string> = {},
  ): Promise<Page> {
    return this.open(address, {
      method: "POST",
      body: new URLSearchParams(fields),
      headers: { origin: this.#origin, ...headers },
    });
  }

  postJson(address: string | URL, body: unknown): Promise<Page> {
    return this.open(address, {
      method: "POST",
      body: JSON.stringify(body),
      headers: { origin: this.#origin, "content-type": "application/json" },
    });
  }

  get origin(): string {
    return this.#origin;
  }

  cookieNames(): string[] {
    return this.#cookies.map(({ name }) => name);
  }

  /** The value of a cookie, for tests that look whether it changed. */
  cookie(name: string): string | undefined {
    return this.#cookies.find((cookie) => cookie.name === name)?.value;
  }

  /** Puts a cookie in, as somebody who can plant cookies would. */
  plant(cookie: Cookie): void {
    this.#keep(cookie);
  }

  cookies(): readonly Cookie[] {
    return this.#cookies;
  }

  async #ask(url: URL, init: RequestInit): Promise<Response> {
    const headers = new Headers(init.headers);
    const cookies = this.#cookies.filter(({ path }) => covers(path, url.pathname));
    if (cookies.length > 0) headers.set("cookie", cookies.map(({ name, value }) => `${name}=${value}`).join("; "));
    const response = await fetch(url, { ...init, headers, redirect: "manual" });
    for (const line of response.headers.getSetCookie()) this.#take(line, url);
    return response;
  }

  #take(line: string, url: URL): void {
    const [pair = "", ...attributes] = line.split(";").map((part) => part.trim());
    const [name = "", ...rest] = pair.split("=");
    const attribute = (wanted: string) =>
      attributes.find((text) => text.toLowerCase().startsWith(`${wanted}=`))?.slice(wanted.length + 1);
    const cookie = { name, value: rest.join("="), path: attribute("path") ?? url.pathname };
    const expires = attribute("expires");
    const gone = cookie.value === "" || (expires !== undefined && Date.parse(expires) <= Date.now());
    if (gone) this.#drop(cookie);
    else this.#keep(cookie);
  }

  #keep(cookie: Cookie): void {
    this.#drop(cookie);
    this.#cookies.push(cookie);
  }

  #drop({ name, path }: Cookie): void {
    this.#cookies = this.#cookies.filter((cookie) => cookie.name !== name || cookie.path !== path);
  }
}

function covers(cookiePath: string, path: string): boolean {
  return path === cookiePath || path.startsWith(cookiePath.endsWith("/") ? cookiePath : `${cookiePath}/`);
}

async function pageOf(response: Response, url: URL): Promise<Page> {
  return { status: response.status, text: await response.text(), headers: response.headers, url };
}
