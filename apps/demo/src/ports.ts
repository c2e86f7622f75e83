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
  readonly tour: number;
}

const standardBase = "4000";

export class BadPortBase extends Error {
  override name = "BadPortBase";
}

/** @throws BadPortBase when WARIFU_PORT_BASE is not a number from 1024 to 65527 */
export function portsFrom(base: string | undefined): Ports {
  const given = base ?? standardBase;
  const bank = Number(given);
  if (!/^[0-9]{4,5}$/.test(given) || bank < 1024 || bank > 65_527) {
    throw new BadPortBase(
      `WARIFU_PORT_BASE は1024〜65527の数字で指定してください / WARIFU_PORT_BASE must be a number from 1024 to 65527, not "${given}".`,
    );
  }
  const ports = {
    bank,
    gate: bank + 1,
    token: bank + 2,
    console: bank + 3,
    api: bank + 4,
    ops: bank + 5,
    mailbox: bank + 6,
    smtp: bank + 7,
    tour: bank + 8,
  };
  const { smtp, ...opened } = ports;
  const blocked = Object.values(opened).find((port) => blockedByBrowsers.has(port));
  if (blocked !== undefined) {
    throw new BadPortBase(
      `ブラウザはポート${blocked}を開きません。WARIFU_PORT_BASE を変えてください / Browsers refuse to open port ${blocked}; choose another WARIFU_PORT_BASE, for example 5000.`,
    );
  }
  return { ...opened, smtp };
}

/** "Bad ports" from 1024 up (Fetch standard, §2.9): neither browsers nor Node's fetch connect to them. */
const blockedByBrowsers = new Set([
  1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10_080,
]);

/** The first port of ours that somebody else has, asked before anything is started. */
export async function firstTakenPort(ports: Ports): Promise<number | null> {
  for (const port of Object.values(ports) as number[]) {
    // A browser may take "localhost" for either of the two.
    for (const host of ["127.0.0.1", "::1"]) if (!(await isFree(port, host))) return port;
  }
  return null;
}

export function takenPortSentence(port: number): string {
  const wayOut = "WARIFU_PORT_BASE=5000 npm start";
  return `ポート${port}は使用中です。空いている番号で始めてください / Port ${port} is in use; start on other ports: ${wayOut}`;
}

export function originOf(port: number): string {
  return `http://localhost:${port}`;
}

function isFree(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    // A machine without IPv6 has nobody there either.
    server.once("error", (error: NodeJS.ErrnoException) =>
      resolve(error.code !== "EADDRINUSE" && error.code !== "EACCES"),
    );
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}
