import { createSocket } from "node:dgram";
import type { Socket } from "node:dgram";
import { lookup } from "node:dns/promises";
import { describeError } from "../../telemetry/log.ts";
import type { Listener } from "../../listen.ts";
import type { Service } from "../../service.ts";
import { makeDatagramHandler } from "./handle-datagram.ts";
import type { Sender } from "./handle-datagram.ts";

/** What waits in the system's buffer while the event loop is busy: some thousand requests. */
const receiveBufferBytes = 1024 * 1024;

/** RADIUS over UDP (RFC 2865): the door for VPNs and log-in servers, which ask with customer ID and code as user name and password. */
export interface RadiusFace extends Listener {
  ready(): Promise<void>;
  /** Takes no new datagrams, answers those it has. */
  close(): Promise<void>;
  /** The port that was given where 0 was asked for; 0 while it does not listen. */
  port(): number;
}

export function makeRadiusFace(service: Service, { handle = makeDatagramHandler(service) } = {}): RadiusFace {
  const underWay = new Set<Promise<void>>();
  let socket: Socket | null = null;

  function receive(from: Socket): void {
    from.on("message", (datagram, sender) => {
      const work = answerTo(datagram, sender, from);
      underWay.add(work);
      void work.finally(() => underWay.delete(work));
    });
    from.on("error", (error) => {
      service.log.error({ face: "radius", error: describeError(error) }, "the socket reports an error");
    });
  }

  async function answerTo(datagram: Buffer, { address, port }: Sender, through: Socket): Promise<void> {
    const answer = await handle(datagram, { address, port });
    if (answer === null) return;
    try {
      // Waited for, because a socket that closes forgets what it was just given.
      await new Promise<void>((resolve) => through.send(answer, port, address, () => resolve()));
    } catch {
      // An answer that cannot be sent was lost on the way: the client asks again.
    }
  }

  return {
    ready: () => Promise.resolve(),
    async listen(host, port) {
      const { address, family } = await lookup(host);
      socket = await bind(address, family === 6 ? "udp6" : "udp4", port);
      receive(socket);
      const at = socket.address();
      service.log.info({ face: "radius" }, `listening on ${family === 6 ? `[${at.address}]` : at.address}:${at.port}`);
    },
    port: () => socket?.address().port ?? 0,
    async close() {
      const open = socket;
      socket = null;
      if (open === null) return;
      open.removeAllListeners("message");
      await Promise.all(underWay);
      await new Promise<void>((resolve) => open.close(() => resolve()));
    },
  };
}

function bind(address: string, type: "udp4" | "udp6", port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = createSocket({ type, recvBufferSize: receiveBufferBytes });
    socket.once("error", (error) => {
      socket.close();
      reject(error);
    });
    socket.bind({ address, port, exclusive: true }, () => {
      socket.removeAllListeners("error");
      resolve(socket);
    });
  });
}
