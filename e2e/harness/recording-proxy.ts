import { createServer, request, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** One request and its answer as they passed, bodies whole. */
export interface Recorded {
  readonly method: string;
  readonly url: string;
  readonly bytes: Buffer;
}

export interface RecordingProxy {
  readonly url: string;
  readonly recorded: readonly Recorded[];
  close(): Promise<void>;
}

/** An HTTP forward proxy on loopback that keeps everything: request line, headers and body of both directions. */
export async function startRecordingProxy(): Promise<RecordingProxy> {
  const recorded: Recorded[] = [];
  const server = createServer((incoming, outgoing) => forward(incoming, outgoing, recorded));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    recorded,
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
