/** One HTTP/1.1 response, as far as the load generator has to understand it. */
export interface ReadResponse {
  readonly status: number;
  readonly body: string;
}

/** The server answered in a way this reader cannot follow; going on would measure nonsense. */
export class StrangeResponse extends Error {
  override name = "StrangeResponse";
}

const headEnd = Buffer.from("\r\n\r\n", "latin1");
const lengthHeader = Buffer.from("\r\ncontent-length: ", "latin1");

/**
 * Puts the responses of one connection together, one at a time: nothing is asked before the last answer has come. Reads the
 * status line and Content-Length and nothing else. Servers here send header names in small letters; chunked bodies are refused.
 */
export class ResponseReader {
  #held: Buffer | null = null;

  /** @returns the response when it is whole, else null. @throws StrangeResponse */
  push(chunk: Buffer): ReadResponse | null {
    const bytes = this.#held === null ? chunk : Buffer.concat([this.#held, chunk]);
    const end = bytes.indexOf(headEnd);
    if (end < 0) return this.#wait(bytes);
    const lengthAt = bytes.indexOf(lengthHeader);
    if (lengthAt < 0 || lengthAt > end) throw new StrangeResponse("a response without Content-Length");
    const length = numberAt(bytes, lengthAt + lengthHeader.length);
    const bodyAt = end + headEnd.length;
    if (bytes.length < bodyAt + length) return this.#wait(bytes);
    if (bytes.length > bodyAt + length) throw new StrangeResponse("more bytes than the response has");
    this.#held = null;
    return { status: numberAt(bytes, "HTTP/1.1 ".length), body: bytes.toString("latin1", bodyAt, bodyAt + length) };
  }

  #wait(bytes: Buffer): null {
    this.#held = bytes;
    return null;
  }
}

function numberAt(bytes: Buffer, from: number): number {
  let value = 0;
  for (let at = from; at < bytes.length; at++) {
    const digit = (bytes[at] ?? 0) - 48;
    if (digit < 0 || digit > 9) break;
    value = value * 10 + digit;
  }
  return value;
}
