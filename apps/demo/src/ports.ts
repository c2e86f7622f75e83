import { createServer } from "node:net";

/** Who listens where, all from one base. */
export interface Ports {
  readonly bank: number;
  readonly gate: number;
  readonly token: number;
  readonly console: number;
  readonly api: number;
  readonly ops: number;
  readonly mailbox: number;
  readonly smtp: number;
}

export class BadPortBase extends Error {
  override name = "BadPortBase";
}

/** @throws BadPortBase when WARIFU_PORT_BASE is not a number from 1024 to 65528 */
export function portsFrom(base: string | undefined): Ports {
  const first = Number(base ?? "4000");
  if (!/^[0-9]{4,5}$/.test(base ?? "4000") || first < 1024 || first > 65_528) {
    throw new BadPortBase(`WARIFU_PORT_BASE is "${base}", but must be a number from 1024 to 65528.`);
  }
  return {
    bank: first,
    gate: first + 1,
    token: first + 2,
    console: first + 3,
    api: first + 4,
    ops: first + 5,
    mailbox: first + 6,
    smtp: first + 7,
  };
}

/** The first port of ours that somebody else has, asked before anything is started. */
export async function firstTakenPort(ports: Ports): Promise<number | null> {
  for (const port of Object.values(ports)) if (!(await isFree(port))) return port;
  return null;
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}

export function originOf(port: number): string {
  return `http://localhost:${port}`;
}
