import { describe, expect, it } from "vitest";
import { readConfig, readStoreConfig } from "./read-config.ts";

const complete = {
  WARIFU_DATABASE: "sqlite:/var/lib/warifu/warifu.db",
  WARIFU_KEY_RING: "/etc/warifu/key-ring.json",
  WARIFU_GATE_ORIGIN: "https://otp.example.jp",
  WARIFU_TOKEN_ORIGIN: "https://token.example.jp",
  WARIFU_CONSOLE_ORIGIN: "https://console.example.jp",
  WARIFU_API_ORIGIN: "https://api.example.jp",
  WARIFU_SMTP_URL: "smtp://mail.example.jp:587",
  WARIFU_MAIL_FROM: "otp@otp-auth.example",
};

describe("the environment", () => {
  it("is read with a port for every face and the sender's domain", () => {
    const config = readConfig(complete);
    expect(config.ports).toEqual({ gate: 4001, token: 4002, console: 4003, api: 4004, ops: 4005, radius: 1812 });
    expect(config.mail.senderDomain).toBe("otp-auth.example");
    expect(config.host).toBe("127.0.0.1");
    expect(config.radiusHost).toBe("127.0.0.1");
    expect(config.environment).toBe("production");
    expect(config.trustedProxies).toEqual([]);
  });

  it("lets RADIUS listen where the other faces listen, unless told otherwise", () => {
    const near = { ...complete, WARIFU_HOST: "10.0.0.1" };
    expect(readConfig(near)).toMatchObject({ host: "10.0.0.1", radiusHost: "10.0.0.1" });
    const far = { ...near, WARIFU_RADIUS_HOST: "192.0.2.7", WARIFU_RADIUS_PORT: "1645" };
    expect(readConfig(far)).toMatchObject({ host: "10.0.0.1", radiusHost: "192.0.2.7", ports: { radius: 1645 } });
  });

  it("keeps the operator's face to this machine when the other faces are opened", () => {
    expect(readConfig({ ...complete, WARIFU_HOST: "0.0.0.0" })).toMatchObject({ opsHost: "127.0.0.1" });
    expect(readConfig({ ...complete, WARIFU_OPS_HOST: "10.9.0.1" })).toMatchObject({
      host: "127.0.0.1",
      opsHost: "10.9.0.1",
    });
  });

  it("is refused with every missing and wrong variable at once", () => {
    const wrong = { WARIFU_DATABASE: "mysql://x", WARIFU_GATE_PORT: "70000", WARIFU_SMTP_URL: "http://mail" };
    const refuse = () => readConfig(wrong);
    for (const name of [
      "WARIFU_DATABASE",
      "WARIFU_KEY_RING",
      "WARIFU_GATE_PORT",
      "WARIFU_GATE_ORIGIN",
      "WARIFU_TOKEN_ORIGIN",
      "WARIFU_CONSOLE_ORIGIN",
      "WARIFU_API_ORIGIN",
      "WARIFU_SMTP_URL",
      "WARIFU_MAIL_FROM",
    ]) {
      expect(refuse).toThrow(name);
    }
  });

  it.each([
    ["http://otp.example.jp", "https"],
    ["https://otp.example.jp/", "origin alone"],
    ["https://otp.example.jp/path", "origin alone"],
    ["https://user@otp.example.jp", "origin alone"],
    ["otp.example.jp", "must be"],
    ["javascript:alert(1)", "must be"],
    ["http://127.0.0.1.evil.example", "https"],
    ["http://localhost.evil.example", "https"],
  ])("refuses %s as an origin", (value, reason) => {
    expect(() => readConfig({ ...complete, WARIFU_GATE_ORIGIN: value })).toThrow(reason);
  });

  it.each(["http://localhost:4001", "http://127.0.0.1:4001", "http://[::1]:4001", "https://otp.example.jp:8443"])(
    "takes %s as an origin",
    (value) => {
      expect(readConfig({ ...complete, WARIFU_GATE_ORIGIN: value }).origins.gate).toBe(value);
    },
  );

  it.each(["a@b.example, c@d.example", "Warifu <a@b.example>", "a@b.example\r\nBcc: x@y.example", "a b@c.example"])(
    "refuses %j as the sender",
    (value) => {
      expect(() => readConfig({ ...complete, WARIFU_MAIL_FROM: value })).toThrow("WARIFU_MAIL_FROM");
    },
  );

  it("takes proxies as addresses and ranges only", () => {
    expect(readConfig({ ...complete, WARIFU_TRUSTED_PROXIES: "10.0.0.0/8, ::1" }).trustedProxies).toEqual([
      "10.0.0.0/8",
      "::1",
    ]);
    for (const wrong of ["true", "1", "10.0.0.0/33", "loopback", "*"]) {
      expect(() => readConfig({ ...complete, WARIFU_TRUSTED_PROXIES: wrong })).toThrow("WARIFU_TRUSTED_PROXIES");
    }
  });

  it("never repeats a value in its complaint: it may be a secret", () => {
    const secret = "smtp//user:hunter2@mail";
    expect(() => readConfig({ ...complete, WARIFU_SMTP_URL: secret })).toThrow(/^(?![^]*hunter2)/);
  });

  it("needs only the data's place for a command", () => {
    expect(readStoreConfig({ WARIFU_DATABASE: "sqlite:/a/b.db", WARIFU_KEY_RING: "/a/keys" })).toEqual({
      database: "sqlite:/a/b.db",
      keyRingFile: "/a/keys",
    });
  });

  it("refuses an address whose password is not percent-encoded, by name and with what to write", () => {
    const refuse = (name: string, value: string) => () => readConfig({ ...complete, [name]: value });
    const smtp = refuse("WARIFU_SMTP_URL", "smtps://otp:hunter50%off@mail.example.jp");
    expect(smtp).toThrow(/WARIFU_SMTP_URL .*percent-encoded.*50%25off/);
    expect(smtp).toThrow(/^(?![^]*hunter)/);
    const database = refuse("WARIFU_DATABASE", "postgres://warifu:hunter50%off@db.example.jp/warifu");
    expect(database).toThrow(/WARIFU_DATABASE .*%25/);
    expect(database).toThrow(/^(?![^]*hunter)/);
    expect(refuse("WARIFU_DATABASE", "postgres://db.example.jp")).toThrow("user and a database");
    expect(() => readStoreConfig({ ...complete, WARIFU_DATABASE: "postgres://u:p@h/d?sslmode=require" })).toThrow(
      /WARIFU_DATABASE .*sslmode/,
    );
  });

  it("names both forms of a database where none is given", () => {
    expect(() => readStoreConfig({})).toThrow(/WARIFU_DATABASE is missing .*sqlite:PATH.*postgres:\/\//);
  });

  it.each([
    ["WARIFU_SMPT_URL", "WARIFU_SMTP_URL"],
    ["WARIFU_TRUSTED_PROXY", "WARIFU_TRUSTED_PROXIES"],
    ["WARIFU_GATE_ORIGN", "WARIFU_GATE_ORIGIN"],
    ["warifu_database", "WARIFU_DATABASE"],
    ["WARIFU_KEYRING", "WARIFU_KEY_RING"],
  ])("refuses %s, which nobody reads, and asks whether %s was meant", (wrong, right) => {
    expect(() => readConfig({ ...complete, [wrong]: "x" })).toThrow(`${wrong} is not known: is ${right} meant?`);
    expect(() => readStoreConfig({ ...complete, [wrong]: "x" })).toThrow(wrong);
  });

  it("refuses what is near to nothing without a guess", () => {
    expect(() => readConfig({ ...complete, WARIFU_COLOUR_OF_THE_SKY: "blue" })).toThrow(/SKY is not known$/);
  });

  it("lets the variables of the demo and the bank be, and those that Kubernetes and Docker set for a service named warifu", () => {
    const others = {
      WARIFU_PORT_BASE: "5000",
      WARIFU_CLIENT_ID: "ozora",
      WARIFU_SERVICE_HOST: "10.0.0.1",
      WARIFU_SERVICE_PORT: "80",
      WARIFU_SERVICE_PORT_GATE: "80",
      WARIFU_PORT: "tcp://10.0.0.1:80",
      WARIFU_PORT_80_TCP: "tcp://10.0.0.1:80",
      WARIFU_PORT_80_TCP_ADDR: "10.0.0.1",
      PATH: "/bin",
    };
    expect(readConfig({ ...complete, ...others }).host).toBe("127.0.0.1");
    expect(() => readConfig({ ...complete, WARIFU_PORT: "4001" })).toThrow("WARIFU_PORT");
  });

  it("takes whole seconds to wait at the stop", () => {
    expect(readConfig(complete).stopWaitMs).toBe(0);
    expect(readConfig({ ...complete, WARIFU_STOP_WAIT_SECONDS: "15" }).stopWaitMs).toBe(15_000);
    for (const wrong of ["-1", "1.5", "301", "10s"]) {
      expect(() => readConfig({ ...complete, WARIFU_STOP_WAIT_SECONDS: wrong })).toThrow("WARIFU_STOP_WAIT_SECONDS");
    }
  });

  it("refuses two faces on one origin", () => {
    const same = { ...complete, WARIFU_TOKEN_ORIGIN: complete.WARIFU_GATE_ORIGIN };
    expect(() => readConfig(same)).toThrow(/WARIFU_TOKEN_ORIGIN is the same as WARIFU_GATE_ORIGIN: each face/);
  });

  it.each([
    "0.0.0.0/0",
    "::/0",
    "0.0.0.0/1",
    "128.0.0.0/1",
    "8.0.0.0/7",
    "2000::/3",
    "::ffff:0:0/96",
    "10.0.0.0/7",
    "::/1",
  ])("refuses to trust everybody with %s", (range) => {
    const trusting = { ...complete, WARIFU_TRUSTED_PROXIES: `127.0.0.1,${range}` };
    expect(() => readConfig(trusting)).toThrow(/WARIFU_TRUSTED_PROXIES trusts everybody .*proxies' own addresses/);
  });

  it("trusts private networks, and those of a content network", () => {
    const ranges = [
      "10.0.0.0/8",
      "172.16.0.0/12",
      "192.168.1.0/24",
      "fc00::/7",
      "104.16.0.0/13",
      "2606:4700::/32",
      "::1",
    ];
    expect(readConfig({ ...complete, WARIFU_TRUSTED_PROXIES: ranges.join(",") }).trustedProxies).toEqual(ranges);
  });

  it.each(["127.0.0.1:4001", "[::1]", "http://localhost", "a b", ""])(
    "refuses %j as a host, unless it is empty",
    (host) => {
      const config = () => readConfig({ ...complete, WARIFU_HOST: host });
      if (host === "") expect(config().host).toBe("127.0.0.1");
      else expect(config).toThrow("WARIFU_HOST");
    },
  );
});
