import { createServer, request, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { BrowserContextOptions } from "playwright-core";

/** One request and its answer as they passed, bodies whole. */
export interface Recorded {
  readonly method: string;
  readonly url: string;
  readonly bytes: Buffer;
}

export interface RecordingProxy {
  /** Puts a browser window behind the proxy: for openPc and openPhone. */
  readonly way: Required<Pick<BrowserContextOptions, "proxy">>;
  readonly recorded: readonly Recorded[];
  /**
   * Ends every connection, and every new one at once. The machine's interfaces do not matter: the browser goes on believing what it
   * likes of the network (navigator.onLine), and its requests fail all the same, those of a service worker too.
   */
  cut(): void;
  restore(): void;
  close(): Promise<void>;
}

/** An HTTP forward proxy on loopback that keeps everything: request line, headers and body of both directions. */
export async function startRecordingProxy(): Promise<RecordingProxy> {
  const recorded: Recorded[] = [];
  let isCut = false;
  const server = createServer((incoming, outgoing) => forward(incoming, outgoing, recorded));
  server.on("connection", (socket) => {
    if (isCut) socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    // Chromium leaves loopback out of a proxy unless told otherwise.
    way: { proxy: { server: `http://127.0.0.1:${port}`, bypass: "<-loopback>" } },
    recorded,
    cut() {
      isCut = true;
      server.closeAllConnections();
    },
    restore() {
      isCut = false;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function forward(incoming: IncomingMessage, outgoing: ServerResponse, recorded: Recorded[]): void {
  const url = new URL(incoming.url ?? "/", "http://unused.invalid");
  const headers = { ...incoming.headers };
  // Compressed bodies would hide what we look for.
  delete headers["accept-encoding"];
  const chunks: Buffer[] = [Buffer.from(`${incoming.method} ${incoming.url}\n${JSON.stringify(headers)}\n`)];
  const keep = (chunk: Buffer): void => void chunks.push(chunk);
  const onward = request(
    { host: url.hostname, port: url.port, path: url.pathname + url.search, method: incoming.method, headers },
    (answer) => {
      chunks.push(Buffer.from(`\n${answer.statusCode} ${JSON.stringify(answer.headers)}\n`));
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.on("data", keep);
      answer.pipe(outgoing);
      const done = (): void =>
        void recorded.push({ method: incoming.method ?? "", url: url.href, bytes: Buffer.concat(chunks) });
      answer.once("close", done);
    },
  );
  onward.on("error", () => outgoing.destroy());
  outgoing.on("close", () => onward.destroy());
  incoming.on("data", keep);
  incoming.pipe(onward);
}
