import type { FaceName } from "./configuration/faces.ts";
import { Refused } from "./refused.ts";

/** What can listen: an HTTP app, or the UDP socket of RADIUS. */
export interface Listener {
  listen(host: string, port: number): Promise<void>;
}

/**
 * Listens. Building a face and listening are two things: tests do only the first.
 * @throws Refused in a sentence when the port is taken or forbidden
 */
export async function listen(listener: Listener, face: FaceName, host: string, port: number): Promise<void> {
  try {
    await listener.listen(host, port);
  } catch (error) {
    throw new Refused(sentence(error, face, host, port), { cause: error });
  }
}

function sentence(error: unknown, face: FaceName, host: string, port: number): string {
  const code = error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : null;
  const wayOut = `choose another with WARIFU_${face.toUpperCase()}_PORT`;
  switch (code) {
    case "EADDRINUSE":
      return `Port ${port} of ${host}, meant for the face "${face}", is already in use: stop the program that has it, or ${wayOut}.`;
    case "EACCES":
      return `Port ${port}, meant for the face "${face}", needs rights this user does not have: ${wayOut}.`;
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
      return `This machine has no address "${host}" to listen on: mend WARIFU_${face === "radius" || face === "ops" ? `${face.toUpperCase()}_` : ""}HOST.`;
    default:
      return `The face "${face}" cannot listen on port ${port} of ${host} (${code ?? "unknown reason"}).`;
  }
}
