import { execFile } from "node:child_process";
import { createSocket } from "node:dgram";
import type { Socket } from "node:dgram";
import { once } from "node:events";
import { networkInterfaces } from "node:os";
import { promisify } from "node:util";
import { OutcomeUnknown } from "@warifu/rules";
import radius from "radius";
import type { AttributeToEncode } from "radius";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startFaces } from "../../serving/start-faces.ts";
import { makeDatagramHandler } from "./handle-datagram.ts";
import { makeRadiusFace } from "./make-radius-face.ts";
import type { RadiusFace } from "./make-radius-face.ts";
import { openRadiusBench, sharedSecret } from "./testing/radius-bench.ts";
import type { RadiusBench } from "./testing/radius-bench.ts";

const hasIpv6 = Object.values(networkInterfaces()).some((all) => all?.some(({ family }) => family === "IPv6"));

let bench: RadiusBench;
let face: RadiusFace;
let client: Socket;

beforeEach(async () => {
  bench = await openRadiusBench();
  await bench.addClient({ radiusClientId: "here", address: "127.0.0.0/8" });
  await bench.customerInUse("taro");
  face = makeRadiusFace(bench.test.service, { handle: bench.node() });
  await face.listen("127.0.0.1", 0);
  client = createSocket("udp4");
  client.bind(0, "127.0.0.1");
  await once(client, "listening");
});

afterEach(async () => {
  await face.close();
  await new Promise<void>((resolve) => client.close(() => resolve()));
});

const send = (packet: Buffer): void => client.send(packet, face.port(), "127.0.0.1");

async function receive(count: number): Promise<Buffer[]> {
  const answers: Buffer[] = [];
  while (answers.length < count) answers.push(((await once(client, "message")) as [Buffer])[0]);
  return answers;
}

async function exchange(packet: Buffer): Promise<Buffer> {
  const answer = receive(1);
  send(packet);
  const [only] = await answer;
  if (only === undefined) throw new Error("no answer");
  return only;
}

/** As the package radius, an independent client, writes it. */
function encoded(userName: string, password: string, more: readonly AttributeToEncode[] = []): Buffer {
  return radius.encode({
    code: "Access-Request",
    secret: sharedSecret,
    identifier: 42,
    attributes: [["User-Name", userName], ["User-Password", password], ["NAS-Identifier", "vpn-1"], ...more],
    add_message_authenticator: true,
  });
}

describe("RADIUS over UDP", () => {
  it("answers the package radius, which believes the answer and finds its Proxy-State in it", async () => {
    const states: AttributeToEncode[] = [
      ["Proxy-State", Buffer.from("first")],
      ["Proxy-State", Buffer.from("second")],
    ];
    for (const [password, code] of [
      [bench.code(), "Access-Accept"],
      [bench.code(), "Access-Reject"],
      [bench.wrongCode(), "Access-Reject"],
    ] as const) {
      const request = encoded("taro", password, states);
      const response = await exchange(request);
      expect(radius.verify_response({ request, response, secret: sharedSecret })).toBe(true);
      const decoded = radius.decode({ packet: response, secret: sharedSecret });
      expect([decoded.code, decoded.identifier]).toEqual([code, 42]);
      expect(decoded.raw_attributes.map(([type]) => type)).toEqual([80, 33, 33]);
      expect(decoded.raw_attributes.slice(1).map(([, value]) => value.toString())).toEqual(["first", "second"]);
    }
    const events = await bench.eventsOf("taro");
    expect(events.find(({ type }) => type === "code.accepted")?.detail["reference"]).toBe("vpn-1");
  });

  it("gives a retransmission the same octets and decides once", async () => {
    const request = bench.request({});
    const first = await exchange(request);
    expect(await exchange(request)).toEqual(first);
    expect(first[0]).toBe(2);
    expect((await bench.eventsOf("taro")).filter(({ type }) => type.startsWith("code."))).toHaveLength(1);
  });

  it("compares five at most of 50 wrong codes that come at once, and answers all alike", async () => {
    const answers = receive(50);
    const password = bench.wrongCode();
    for (let identifier = 0; identifier < 50; identifier++) send(bench.request({ identifier, password }));
    const received = await answers;
    expect(new Set(received.map((answer) => `${answer[0]} ${answer.length}`))).toEqual(new Set(["3 38"]));
    expect(new Set(received.map((answer) => answer[1])).size).toBe(50);
    const events = await bench.eventsOf("taro");
    expect(events.filter(({ detail }) => detail["reason"] === "mismatch" || detail["reason"] === "drift")).toHaveLength(
      5,
    );
  });

  it("says nothing to what is not authentic, and goes on", async () => {
    const heard: Buffer[] = [];
    client.on("message", (answer) => heard.push(answer));
    for (const rubbish of [Buffer.alloc(0), Buffer.from("GET / HTTP/1.1"), Buffer.alloc(9_000, 1)]) send(rubbish);
    send(bench.request({ authentic: false }));
    send(bench.request({ code: 4 }));
    send(bench.request({ identifier: 9 }));
    while (heard.length === 0) await once(client, "message");
    expect(heard.map((answer) => [answer[0], answer[1]])).toEqual([[2, 9]]);
  });

  it("says nothing when it does not know, and tells when it is asked again", async () => {
    const { service } = bench.test;
    let lost = true;
    const perform: typeof service.perform = async (...act) => {
      const outcome = await service.perform(...act);
      if (lost) throw new OutcomeUnknown();
      return outcome;
    };
    const shaken = makeRadiusFace(service, { handle: makeDatagramHandler({ ...service, perform }) });
    await shaken.listen("127.0.0.1", 0);
    const request = bench.request({});
    const answer = once(client, "message");
    client.send(request, shaken.port(), "127.0.0.1");
    await expect.poll(() => bench.counted("unavailable")).toBe(1);
    lost = false;
    client.send(request, shaken.port(), "127.0.0.1");
    expect(((await answer) as [Buffer])[0][0]).toBe(2);
    await shaken.close();
  });

  it("outlives an answer that cannot be sent", async () => {
    let calls = 0;
    const odd = makeRadiusFace(bench.test.service, { handle: async () => Buffer.alloc(calls++ === 0 ? 70_000 : 5) });
    await odd.listen("127.0.0.1", 0);
    const answer = once(client, "message");
    client.send(bench.request({}), odd.port(), "127.0.0.1");
    client.send(bench.request({}), odd.port(), "127.0.0.1");
    expect(((await answer) as [Buffer])[0]).toHaveLength(5);
    await odd.close();
  });

  it("answers what it has before it stops, and gives the port back", async () => {
    const called = Promise.withResolvers<void>();
    const decided = Promise.withResolvers<Buffer>();
    const slow = makeRadiusFace(bench.test.service, { handle: () => (called.resolve(), decided.promise) });
    await slow.listen("127.0.0.1", 0);
    const port = slow.port();
    const answer = once(client, "message");
    client.send(bench.request({}), port, "127.0.0.1");
    await called.promise;
    const closed = slow.close();
    decided.resolve(Buffer.from("the answer"));
    expect(((await answer) as [Buffer])[0].toString()).toBe("the answer");
    await closed;
    const again = makeRadiusFace(bench.test.service);
    await again.listen("127.0.0.1", port);
    await again.close();
  });

  it.skipIf(!hasIpv6)("listens on IPv6 too, and knows IPv4 clients in IPv6's clothes", async () => {
    const both = makeRadiusFace(bench.test.service, { handle: bench.node() });
    await both.listen("::", 0);
    const answer = once(client, "message");
    client.send(bench.request({}), both.port(), "127.0.0.1");
    expect(((await answer) as [Buffer])[0][0]).toBe(2);
    await both.close();
  });

  it("does not start on a port that is taken, and says which variable to change", async () => {
    const { service } = bench.test;
    const ports = { ...service.config.ports, radius: face.port() };
    const started = startFaces({ ...service, config: { ...service.config, ports } }, ["ops", "radius"]);
    await expect(started).rejects.toThrow(/"radius".*already in use.*WARIFU_RADIUS_PORT/);
    const radiusHost = "192.0.2.77";
    const elsewhere = startFaces({ ...service, config: { ...service.config, radiusHost } }, ["radius"]);
    await expect(elsewhere).rejects.toThrow("mend WARIFU_RADIUS_HOST");
  });
});

const run = promisify(execFile);
const hasRadclient = await run("radclient", ["-v"]).then(
  () => true,
  () => false,
);

/** FreeRADIUS's own client, where it is installed (Debian: freeradius-utils); elsewhere these are skipped. */
describe.skipIf(!hasRadclient)("RADIUS as radclient speaks it", () => {
  const radclient = (userName: string, password: string, more = "Message-Authenticator = 0x00") =>
    ask(`User-Name = "${userName}", User-Password = "${password}", ${more}`);

  async function ask(attributes: string): Promise<string> {
    const asked = run("radclient", ["-x", "-r", "1", "-t", "1", `127.0.0.1:${face.port()}`, "auth", sharedSecret]);
    asked.child.stdin?.end(`${attributes}\n`);
    return asked.then(
      ({ stdout, stderr }) => stdout + stderr,
      (error: unknown) =>
        error instanceof Error && "stdout" in error ? `${String(error.stdout)}${error.message}` : "",
    );
  }

  it("accepts a code once and refuses what follows, in packets that it believes", async () => {
    expect(await radclient("taro", bench.code())).toContain("Received Access-Accept");
    expect(await radclient("taro", bench.code())).toContain("Received Access-Reject");
    expect(await radclient("nobody", bench.code())).toContain("Received Access-Reject");
  });

  it("refuses CHAP, ARAP and EAP, in packets that it believes; beside a code each of them gets no answer", async () => {
    const authentic = "Message-Authenticator = 0x00";
    for (const proof of [
      'CHAP-Password = "12345678"',
      "ARAP-Password = 0x00112233445566778899aabbccddeeff",
      "EAP-Message = 0x0201000501",
    ]) {
      expect(await ask(`User-Name = "taro", ${proof}, ${authentic}`)).toContain("Received Access-Reject");
      const both = `User-Name = "taro", User-Password = "${bench.code()}", ${proof}, ${authentic}`;
      expect(await ask(both)).toMatch(/No reply from server/);
    }
  });

  it("says nothing without Message-Authenticator", async () => {
    expect(await radclient("taro", bench.code(), 'NAS-Identifier = "vpn"')).toMatch(/No reply from server/);
  });
});
