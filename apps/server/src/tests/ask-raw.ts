import { once } from "node:events";
import { connect } from "node:net";

/** What came back over the wire, byte for byte; `text` is "" when the server only closed the connection. */
export interface RawAnswer {
  readonly status: number | null;
  readonly headers: string;
  readonly body: string;
}

/** Sends these very bytes, which no client library would let us send, and reads until the connection is closed. */
export async function askRaw(port: number, request: string): Promise<RawAnswer> {
  const socket = connect({ host: "127.0.0.1", port });
  const chunks: Buffer[] = [];
  socket.on("data", (chunk: Buffer) => chunks.push(chunk));
  // A reset is an answer too.
  socket.on("error", () => {});
  const closed = once(socket, "close");
  socket.write(request);
  await closed;
  const text = Buffer.concat(chunks).toString("utf8");
  const [headers = "", ...body] = text.split("\r\n\r\n");
  const status = /^HTTP\/1\.1 (\d{3})/.exec(headers)?.[1];
  return { status: status === undefined ? null : Number(status), headers, body: body.join("\r\n\r\n") };
}

/** Sends these bytes and hangs up without waiting for the answer. */
export async function hangUpAfter(port: number, request: string): Promise<void> {
  const socket = connect({ host: "127.0.0.1", port });
  socket.on("error", () => {});
  await once(socket, "connect");
  await new Promise<void>((resolve) => socket.write(request, () => resolve()));
  socket.destroy();
  await once(socket, "close");
}
