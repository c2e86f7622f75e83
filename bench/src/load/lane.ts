import { connect } from "node:net";
import type { Socket } from "node:net";
import { ResponseReader } from "./response-reader.ts";
import type { ReadResponse } from "./response-reader.ts";

/** A kept-alive connection with one request on its way at most. */
export interface Lane {
  /** Sends; the answer comes to `answered`. */
  send(request: Buffer, answered: (response: ReadResponse) => void): void;
  close(): void;
}

/** @param broken told once when the connection fails or answers what cannot be read */
export function openLane(port: number, broken: (error: Error) => void): Promise<Lane> {
  return new Promise((resolve, reject) => {
    const socket: Socket = connect({ port, host: "127.0.0.1", noDelay: true });
    const reader = new ResponseReader();
    let waiting: ((response: ReadResponse) => void) | null = null;
    socket.once("error", reject);
    socket.once("connect", () => {
      socket.off("error", reject);
      socket.on("error", broken);
      socket.on(
        "close",
        () => waiting !== null && broken(new Error("the server closed a connection with a request on it")),
      );
      resolve({
        send(request, answered) {
          waiting = answered;
          socket.write(request);
        },
        close() {
          waiting = null;
          socket.destroy();
        },
      });
    });
    socket.on("data", (chunk: Buffer) => {
      try {
        const response = reader.push(chunk);
        if (response === null) return;
        const answered = waiting;
        waiting = null;
        answered?.(response);
      } catch (error) {
        broken(error as Error);
      }
    });
  });
}
