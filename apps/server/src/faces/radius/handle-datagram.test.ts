import { randomBytes } from "node:crypto";
import { apply, ClockAhead, noProfile, OutcomeUnknown, StoreBusy, suspend } from "@warifu/rules";
import * as fc from "fast-check";
import radius from "radius";
import { beforeEach, describe, expect, it } from "vitest";
import { makeDatagramHandler } from "./handle-datagram.ts";
import type { HandleDatagram } from "./handle-datagram.ts";
import { readPacket } from "./packet.ts";
import { clientEvent, openRadiusBench, sharedSecret, vpn } from "./testing/radius-bench.ts";
import type { RadiusBench } from "./testing/radius-bench.ts";
import { writePapRequest, writeRequest } from "./testing/write-request.ts";

const minuteMs = 60_000;

let bench: RadiusBench;
let node: HandleDatagram;

beforeEach(async () => {
  bench = await openRadiusBench();
  await bench.customerInUse("taro");
  node = bench.node();
});

const said = (answer: Buffer | null) => (answer === null ? "nothing" : answer[0] === 2 ? "accept" : "reject");
const ask = async (parts: Parameters<RadiusBench["request"]>[0], at = node) =>
  said(await at(bench.request(parts), vpn));

async function reasons(customerId = "taro"): Promise<unknown[]> {
  const events = await bench.eventsOf(customerId);
  return events.filter(({ type }) => type.startsWith("code.")).map(({ type, detail }) => detail["reason"] ?? type);
}

describe("a code by RADIUS", () => {
  it("is accepted once, on record with the client, and what it was asked for", async () => {
    expect(await ask({ more: [[32, "vpn-1"]] })).toBe("accept");
    expect(await ask({})).toBe("reject");
    const events = await bench.eventsOf("taro");
    expect(events.find(({ type }) => type === "code.accepted")).toMatchObject({
      actor: { kind: "institution", id: "vpn", channel: "radius" },
      detail: { purpose: "login", reference: "vpn-1" },
    });
    expect(await reasons()).toEqual(expect.arrayContaining(["code.accepted", "used"]));
    expect(await bench.counted("accepted")).toBe(1);
    expect(await bench.counted("rejected")).toBe(1);
  });

  it("is accepted by one of three nodes when 50 requests bring it at once", async () => {
    const nodes = [node, bench.node(), bench.node()];
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) => ask({ identifier: index }, nodes[index % 3])),
    );
    expect(answers.filter((answer) => answer === "accept")).toHaveLength(1);
    expect(answers.filter((answer) => answer === "reject")).toHaveLength(49);
  });

  it("is compared five times at most when 50 wrong ones come at once; then even the right one is refused", async () => {
    const password = bench.wrongCode();
    const nodes = [node, bench.node(), bench.node()];
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) => ask({ password, identifier: index }, nodes[index % 3])),
    );
    expect(new Set(answers)).toEqual(new Set(["reject"]));
    const compared = (await reasons()).filter((reason) => reason === "mismatch" || reason === "drift");
    expect(compared).toHaveLength(5);
    expect(await ask({})).toBe("reject");
  });

  it("of another form is refused and costs no try", async () => {
    for (const password of [
      "",
      "1",
      "1234567",
      "123456789",
      "12345678 ",
      "１２３４５６７８",
      "+1234567",
      "1e7",
      "1".repeat(128),
    ]) {
      expect(await ask({ password }), password).toBe("reject");
    }
    expect(new Set(await reasons())).toEqual(new Set(["malformedCode"]));
    expect(await ask({})).toBe("accept");
  });
});

describe("a request that comes again", () => {
  it("joins the one under way, and gets its answer from memory afterwards", async () => {
    const request = bench.request({});
    const answers = await Promise.all(Array.from({ length: 10 }, () => node(request, vpn)));
    expect(answers.map(said)).toEqual(["accept", ...Array<string>(9).fill("nothing")]);
    expect(await node(request, vpn)).toEqual(answers[0]);
    expect(await reasons()).toEqual(["code.accepted"]);
    expect(await bench.counted("repeated")).toBe(10);
    expect(await bench.counted("accepted")).toBe(1);
  });

  it("gets the same answer from another node, after a restart, from another port, for a day", async () => {
    const accepted = bench.request({});
    const refused = bench.request({ password: bench.wrongCode() });
    const first = [await node(accepted, vpn), await node(refused, vpn)];
    expect(first.map(said)).toEqual(["accept", "reject"]);
    for (const laterMs of [0, 31_000, minuteMs, 23 * 60 * minuteMs]) {
      bench.test.clock.nowMs += laterMs;
      const other = bench.node();
      expect([await other(accepted, vpn), await other(refused, { ...vpn, port: 9 })]).toEqual(first);
      expect([await node(accepted, { ...vpn, port: 10 }), await node(refused, vpn)]).toEqual(first);
    }
    expect(await reasons()).toHaveLength(2);
  });

  it("is one guess, however often somebody on the way sends it", async () => {
    const request = bench.request({ password: bench.wrongCode() });
    for (let time = 0; time < 40; time++) {
      bench.test.clock.nowMs += minuteMs;
      expect(said(await node(request, vpn))).toBe("reject");
    }
    expect(await reasons()).toEqual(["mismatch"]);
    expect(await ask({})).toBe("accept");
  });

  it("with its identifier and authenticator but another password gets nothing", async () => {
    const authenticator = randomBytes(16);
    expect(await ask({ authenticator, password: bench.wrongCode() })).toBe("reject");
    expect(await ask({ authenticator })).toBe("nothing");
    expect(await bench.counted("clash")).toBe(1);
    expect(await reasons()).toEqual(["mismatch"]);
    expect(await ask({})).toBe("accept");
  });
});

describe("a refusal", () => {
  /** Every way to be refused, each at its own customer. */
  async function everyRefusal(): Promise<Record<string, Buffer>> {
    const { service, institution } = bench.test;
    const { institutionId } = institution;
    for (const name of ["wrong", "late", "early", "used", "paused", "suspended", "shape"])
      await bench.customerInUse(name);
    const staff = { kind: "operator", id: null, channel: "command" } as const;
    await service.perform(institution, { institutionId, customerId: "suspended" }, staff, (state, context) =>
      suspend(state, { tokenId: null, reason: "lost" }, context),
    );
    await service.perform(institution, { institutionId, customerId: "applied" }, staff, (state, context) =>
      apply(state, { institutionId, customerId: "applied", profile: noProfile }, context),
    );
    await ask({ userName: "used" });
    for (let time = 0; time < 5; time++) await ask({ userName: "paused", password: bench.wrongCode() });
    bench.pauses.length = 0;
    return {
      wrong: bench.request({ userName: "wrong", password: bench.wrongCode() }),
      late: bench.request({ userName: "late", password: bench.code(-3) }),
      early: bench.request({ userName: "early", password: bench.code(3) }),
      used: bench.request({ userName: "used" }),
      paused: bench.request({ userName: "paused" }),
      suspended: bench.request({ userName: "suspended" }),
      applied: bench.request({ userName: "applied" }),
      shape: bench.request({ userName: "shape", password: "１２３４５６７８" }),
      unknown: bench.request({ userName: "nobody-at-all" }),
      noName: bench.request({ userName: "" }),
      oddName: bench.request({ userName: "ta\0ro" }),
      longName: bench.request({ userName: "a".repeat(253) }),
      chap: writeRequest({
        sharedSecret,
        attributes: [
          [1, "taro"],
          [3, randomBytes(17)],
        ],
      }),
      nothing: writeRequest({ sharedSecret, attributes: [] }),
    };
  }

  it("is one and the same in shape and size, whatever the reason, and leaves on the same beat", async () => {
    for (const [reason, request] of Object.entries(await everyRefusal())) {
      const answer = await node(request, vpn);
      expect(answer, reason).not.toBeNull();
      const packet = readPacket(answer ?? Buffer.alloc(0));
      expect([reason, packet?.code, packet?.bytes.length]).toEqual([reason, 3, 38]);
      expect(packet?.attributes.map(({ type }) => type)).toEqual([80]);
    }
    expect(new Set(bench.pauses)).toEqual(new Set([250]));
  });

  it("costs one act that is kept under a once key, whatever the reason", async () => {
    const { service } = bench.test;
    const requests = await everyRefusal();
    const kept: unknown[] = [];
    const perform: typeof service.perform = async (institution, subject, actor, decide) => {
      kept.push(subject.once?.key);
      return service.perform(institution, subject, actor, decide);
    };
    const watched = makeDatagramHandler({ ...service, perform }, { pause: async () => undefined });
    for (const request of Object.values(requests)) await watched(request, vpn);
    expect(new Set(kept).size).toBe(Object.keys(requests).length);
    expect(kept.every((key) => typeof key === "string")).toBe(true);
  });

  it.each([
    [0, 250],
    [1, 249],
    [60, 190],
    [249, 1],
    [250, 250],
    [730, 20],
    [-5_000, 250],
  ])("that took %d ms to find out waits %d ms more", async (tookMs, waitsMs) => {
    const { service, clock } = bench.test;
    const pauses: number[] = [];
    const perform: typeof service.perform = async (...act) => {
      clock.nowMs += tookMs;
      return service.perform(...act);
    };
    const slow = makeDatagramHandler({ ...service, perform }, { pause: async (ms) => pauses.push(ms) });
    expect(await ask({ userName: "nobody" }, slow)).toBe("reject");
    expect(pauses).toEqual([waitsMs]);
  });
});

describe("silence", () => {
  it("is what an unknown address gets, whatever it knows", async () => {
    for (const address of ["192.0.3.10", "::1", "2001:db8::1", "127.0.0.1"]) {
      expect(await node(bench.request({}), { ...vpn, address })).toBeNull();
    }
    expect(await bench.counted("unknownClient")).toBe(4);
    expect(await reasons()).toEqual([]);
  });

  it("is what a missing, wrong or doubled Message-Authenticator gets, and one line in the log", async () => {
    const wrong = bench.request({});
    wrong.writeUInt8(wrong.readUInt8(wrong.length - 1) ^ 1, wrong.length - 1);
    const requests = [
      wrong,
      bench.request({ authentic: false }),
      bench.request({ more: [[80, Buffer.alloc(16)]] }),
      writePapRequest({ sharedSecret: `${sharedSecret}!`, userName: "taro", password: bench.code() }),
    ];
    for (const request of requests) expect(await node(request, vpn)).toBeNull();
    expect(await bench.counted("badAuthenticator")).toBe(4);
    expect(await reasons()).toEqual([]);
    const lines = bench.test
      .logged()
      .split("\n")
      .filter((line) => line.includes("Message-Authenticator"));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('"clientId":"vpn"');
  });

  it("is what any other code gets, authentic or not", async () => {
    for (let code = 0; code < 256; code++) {
      if (code === 1) continue;
      expect(await node(bench.request({ code }), vpn)).toBeNull();
    }
    expect(await bench.counted("wrongCode")).toBe(255);
  });

  it.each([
    ["CHAP-Password", 3, 17],
    ["ARAP-Password", 70, 16],
    ["EAP-Message", 79, 5],
  ])("is what a right code gets beside %s: which of the two proves? One line in the log says so", async (...row) => {
    const [, type, octets] = row;
    for (let count = 0; count < 3; count += 1) {
      expect(await node(bench.request({ more: [[type, Buffer.alloc(octets)]] }), vpn)).toBeNull();
    }
    expect(await bench.counted("malformed")).toBe(3);
    expect(await reasons()).toEqual([]);
    const lines = bench.test
      .logged()
      .split("\n")
      .filter((line) => line.includes("in two ways"));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('"clientId":"vpn"');
    expect(await ask({})).toBe("accept");
  });

  it("is what a packet gets that could be read in two ways", async () => {
    expect(await node(bench.request({ more: [[1, "hanako"]] }), vpn)).toBeNull();
    expect(await bench.counted("malformed")).toBe(1);
    expect(await reasons()).toEqual([]);
  });

  it("is what an overheard request gets that somebody sends from port 0, where no answer can go", async () => {
    expect(await node(bench.request({}), { ...vpn, port: 0 })).toBeNull();
    expect(await bench.counted("malformed")).toBe(1);
  });

  it("is what every packet gets that the shared secret did not make, whatever octets it has", async () => {
    const good = bench.request({});
    const changed = fc
      .array(fc.tuple(fc.nat(good.length - 1), fc.integer({ min: 1, max: 255 })), { minLength: 1, maxLength: 8 })
      .map((changes) => {
        const packet = Buffer.from(good);
        for (const [at, by] of changes) packet.writeUInt8(packet.readUInt8(at) ^ by, at);
        return packet;
      });
    const any = fc.uint8Array({ maxLength: 5_000 }).map((octets) => Buffer.from(octets));
    const headed = any.map((octets) => {
      const packet = Buffer.concat([Buffer.from([1, 0, 0, 0]), randomBytes(16), octets]);
      packet.writeUInt16BE(Math.min(packet.length, 65_535), 2);
      return packet;
    });
    await fc.assert(
      fc.asyncProperty(fc.oneof(any, headed, changed), async (packet) => {
        if (!packet.equals(good)) expect(await node(packet, vpn)).toBeNull();
      }),
      { numRuns: 1_000 },
    );
    expect(await reasons()).toEqual([]);
  });

  it.each([
    ["the result of the commit is unknown", new OutcomeUnknown()],
    ["the store is busy", new StoreBusy()],
    ["the clocks disagree", new ClockAhead()],
    ["the database is away", new Error("ECONNREFUSED")],
  ])("is the answer while %s: neither yes nor no, and the same request is asked anew", async (_, error) => {
    const { service } = bench.test;
    let fails = true;
    const perform: typeof service.perform = async (...act) => {
      if (fails) throw error;
      return service.perform(...act);
    };
    const shaken = makeDatagramHandler({ ...service, perform }, { pause: async () => undefined });
    const request = bench.request({});
    expect(await shaken(request, vpn)).toBeNull();
    expect(await shaken(request, vpn)).toBeNull();
    expect(await bench.counted("unavailable")).toBe(2);
    fails = false;
    expect(said(await shaken(request, vpn))).toBe("accept");
  });

  it("is everybody's answer while too many wrong codes come, so that it tells nobody who is a customer", async () => {
    const policy = { wrongCodesPerMinuteAlarm: 2, wrongCodesPerMinuteThrottle: 3 };
    bench = await openRadiusBench({ policy });
    node = bench.node();
    for (const name of ["taro", "a", "b", "c"]) await bench.customerInUse(name);
    const early = bench.request({ userName: "early" });
    expect(said(await node(early, vpn))).toBe("reject");
    for (const name of ["a", "b", "c"]) await ask({ userName: name, password: bench.wrongCode() });
    for (const userName of ["taro", "a", "nobody", "", "no body"]) {
      for (const password of [bench.code(), bench.wrongCode(), "1"])
        expect(await ask({ userName, password })).toBe("nothing");
    }
    expect(said(await bench.node()(early, vpn))).toBe("reject");
    bench.test.clock.nowMs += 10 * minuteMs;
    expect(await ask({})).toBe("accept");
  });

  it("is the answer when an acceptance was lost at commit; asked again it is told", async () => {
    const { service } = bench.test;
    let lost = true;
    const perform: typeof service.perform = async (...act) => {
      const outcome = await service.perform(...act);
      if (lost) throw new OutcomeUnknown();
      return outcome;
    };
    const shaken = makeDatagramHandler({ ...service, perform }, { pause: async () => undefined });
    const request = bench.request({});
    expect(await shaken(request, vpn)).toBeNull();
    lost = false;
    expect(said(await shaken(request, vpn))).toBe("accept");
    expect(await reasons()).toEqual(["code.accepted"]);
  });

  it("is what the 1001st request of a client gets at once; other clients are not kept waiting", async () => {
    await bench.addClient({ radiusClientId: "ssh", address: "198.51.100.1" });
    const requests = Array.from({ length: 1_001 }, (_, index) =>
      bench.request({ userName: "nobody", identifier: index % 256 }),
    );
    const answers = await Promise.all(requests.map((request, index) => node(request, { ...vpn, port: index + 1 })));
    expect(answers.filter((answer) => answer === null)).toHaveLength(1);
    expect(await bench.counted("tooMany")).toBe(1);
    expect(said(await node(bench.request({}), { address: "198.51.100.1", port: 5 }))).toBe("accept");
  });

  it("is what comes beyond 4096 requests under way, from anybody", async () => {
    const { service } = bench.test;
    let free: () => void = () => undefined;
    const stuck = new Promise<never>((_, reject) => (free = () => reject(new Error("stuck"))));
    const institutions = () => stuck;
    const storage = { ...service.storage, institutions };
    const full = makeDatagramHandler({ ...service, storage }, { pause: async () => undefined });
    const request = bench.request({});
    const waiting = Array.from({ length: 4_096 }, () => full(request, vpn));
    expect(await full(request, vpn)).toBeNull();
    expect(await bench.counted("tooMany")).toBe(1);
    free();
    await Promise.all(waiting);
    expect(await bench.counted("unavailable")).toBe(4_096);
  });
});

describe("a client whose shared secret was replaced", () => {
  const before = sharedSecret;
  const now = "the new secret of the vpn";
  const replace = async (endsAtMs: number | null) => {
    const { institution, clock, service } = bench.test;
    await service.storage.changeRadiusClient("vpn", ({ earlierSecret: _ended, ...client }) => ({
      changed: {
        ...client,
        sharedSecret: now,
        ...(endsAtMs === null ? {} : { earlierSecret: { secret: before, endsAtMs } }),
      },
      event: clientEvent(institution, clock.nowMs),
    }));
    // Clients are known for some seconds.
    clock.nowMs += 5_000;
  };
  const authentic = (answer: Buffer | null, request: Buffer, secret: string): boolean => {
    if (answer === null) return false;
    return radius.verify_response({ request, response: answer, secret });
  };

  it("is answered under the one that it asked with, until the old one ends by itself", async () => {
    const { clock } = bench.test;
    const endsAtMs = clock.nowMs + 10 * minuteMs;
    await replace(endsAtMs);
    for (const [identifier, secret] of [before, now].entries()) {
      const request = bench.request({ identifier, sharedSecret: secret, password: bench.code() });
      const answer = await node(request, vpn);
      expect(said(answer)).toBe("accept");
      expect(authentic(answer, request, secret)).toBe(true);
      expect(authentic(answer, request, secret === now ? before : now)).toBe(false);
      // The retransmission is the same request, whichever secret it was written with.
      expect(await node(request, vpn)).toEqual(answer);
      expect(await bench.node()(request, vpn)).toEqual(answer);
      clock.nowMs += minuteMs;
    }
    clock.nowMs = endsAtMs - 1;
    expect(await ask({ sharedSecret: before, password: bench.wrongCode() })).toBe("reject");
    clock.nowMs = endsAtMs;
    expect(await ask({ sharedSecret: before })).toBe("nothing");
    expect(await ask({ sharedSecret: now })).toBe("accept");
  });

  it("is not answered under the old one once that was ended, nor under one that it never had", async () => {
    await replace(null);
    for (const secret of [before, "", `${now} `, "some-other-long-secret"]) {
      expect(await ask({ sharedSecret: secret })).toBe("nothing");
    }
    expect(await ask({ sharedSecret: now })).toBe("accept");
  });

  it("is logged once while it still uses the old one, without either", async () => {
    await replace(bench.test.clock.nowMs + 10 * minuteMs);
    for (const identifier of [1, 2]) await ask({ sharedSecret: before, identifier });
    const lines = bench.test.logged().split("\n");
    expect(lines.filter((line) => line.includes("secret that was replaced"))).toHaveLength(1);
    for (const secret of [before, now]) expect(bench.test.logged()).not.toContain(secret);
  });
});

describe("the log and the metrics of RADIUS", () => {
  it("hold no code, secret, user name or address", async () => {
    const wrong = bench.wrongCode();
    await ask({});
    await ask({ password: wrong });
    await ask({ userName: "somebody-else" });
    await node(bench.request({ authentic: false }), vpn);
    await node(Buffer.from("rubbish"), vpn);
    const told = bench.test.logged() + (await bench.test.service.metrics.text());
    for (const secret of [bench.code(), wrong, sharedSecret, "taro", "somebody-else", vpn.address]) {
      expect(told).not.toContain(secret);
    }
  });
});
