import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { describe, expect, it } from "vitest";
import { BadPortBase, firstTakenPort, originOf, portsFrom, takenPortSentence } from "./ports.ts";

describe("the demo's ports", () => {
  it("follow each other from 4000, or from the base that is given", () => {
    expect(portsFrom(undefined)).toEqual({
      bank: 4000,
      gate: 4001,
      token: 4002,
      console: 4003,
      api: 4004,
      ops: 4005,
      mailbox: 4006,
      smtp: 4007,
      tour: 4008,
    });
    expect(portsFrom("5000").smtp).toBe(5007);
    expect(originOf(4000)).toBe("http://localhost:4000");
  });

  it.each(["", "80", "1023", "65529", "99999", "4e3", "4000.5", " 4000", "４０００", "-4000", "port"])(
    "are refused for the base %j, in words that name the variable",
    (base) => {
      expect(() => portsFrom(base)).toThrow(BadPortBase);
      expect(() => portsFrom(base)).toThrow("WARIFU_PORT_BASE");
    },
  );

  it.each(["6000", "4040", "5055", "6661"])(
    "are refused for the base %j, because browsers open one of them to nobody",
    (base) => {
      expect(() => portsFrom(base)).toThrow(/Browsers refuse to open port/);
    },
  );

  it("that somebody else has are found before anything is started, and named with the way out", async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const { port } = other.address() as AddressInfo;
    const ports = { ...portsFrom("4000"), bank: port, gate: port };
    expect(await firstTakenPort(ports)).toBe(port);
    expect(takenPortSentence(port)).toContain(String(port));
    expect(takenPortSentence(port)).toContain("WARIFU_PORT_BASE=5000 npm start");
    await new Promise((resolve) => other.close(resolve));
  });
});
