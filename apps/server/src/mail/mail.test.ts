import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";
import type { SMTPServerOptions } from "smtp-server";
import { afterEach, describe, expect, it } from "vitest";
import { smtpSender } from "./mail.ts";
import type { Mail } from "./mail.ts";

const mail: Mail = {
  to: "hanako.dt@oozora.example",
  subject: "【大空信用組合】トークン発行のお知らせ",
  text: "日本語の本文です。\nSecond line.\n",
  messageId: "0193@otp-auth.example",
  senderName: "大空信用組合",
};

interface Received {
  readonly from: string;
  readonly to: readonly string[];
  readonly raw: string;
}

const running: SMTPServer[] = [];

afterEach(async () => {
  for (const server of running.splice(0)) await new Promise<void>((resolve) => server.close(resolve));
});

async function startServer(options: SMTPServerOptions = {}) {
  const received: Received[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onData(stream, session, callback) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        const { mailFrom, rcptTo } = session.envelope;
        const from = mailFrom === false ? "" : mailFrom.address;
        received.push({ from, to: rcptTo.map(({ address }) => address), raw: Buffer.concat(chunks).toString("utf8") });
        callback();
      });
    },
    ...options,
  });
  running.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return { received, port, sender: smtpSender({ smtpUrl: `smtp://127.0.0.1:${port}`, from: "otp@otp-auth.example" }) };
}

function rejection(code: number, words = "no"): Error {
  return Object.assign(new Error(words), { responseCode: code });
}

describe("sending by SMTP", () => {
  it("delivers Japanese text to exactly one recipient, from the configured address", async () => {
    const { sender, received } = await startServer();
    expect(await sender.send(mail)).toEqual({ kind: "sent" });
    expect(received).toHaveLength(1);
    expect(received[0]).toMatchObject({ from: "otp@otp-auth.example", to: [mail.to] });
    const [head = "", body = ""] = (received[0]?.raw ?? "").split("\r\n\r\n");
    expect(head).toContain("Message-ID: <0193@otp-auth.example>");
    expect(head).toContain("Auto-Submitted: auto-generated");
    expect(Buffer.from(body, "base64").toString("utf8").replaceAll("\r\n", "\n")).toBe(mail.text);
  });

  it("delivers to old carrier addresses with two dots or a dot before the @, quoted as RFC 5321 §4.1.2 wants it", async () => {
    const { sender, received } = await startServer({ lenientAddressParsing: true });
    for (const to of ["hanako..dt@docomo.example", "hanako.@ezweb.example", "-hana-@softbank.example"]) {
      expect(await sender.send({ ...mail, to })).toEqual({ kind: "sent" });
    }
    expect(received.map(({ to }) => to[0])).toEqual([
      '"hanako..dt"@docomo.example',
      '"hanako."@ezweb.example',
      "-hana-@softbank.example",
    ]);
  });

  it.each([
    "a@b.example,c@d.example",
    "a@b.example\r\nBcc: c@d.example",
    "a@b.example c@d.example",
    "A <a@b.example>",
    "a@b.example\u2028",
    '"a b"@c.example',
    "group:a@b.example;",
    "a@b@c.example",
    "@c.example",
  ])("never speaks to a server about %j", async (to) => {
    const { sender, received } = await startServer();
    expect(await sender.send({ ...mail, to })).toEqual({ kind: "refused" });
    expect(await sender.send({ ...mail, to: ["a@b.example", "c@d.example"] as unknown as string })).toEqual({
      kind: "refused",
    });
    expect(await sender.send({ ...mail, to: `${"a".repeat(65_536)}@b.example` })).toEqual({ kind: "refused" });
    expect(received).toEqual([]);
  });

  it("a name, a subject or a number with a line end in it adds no header, no recipient and no second part", async () => {
    const { sender, received } = await startServer();
    const more = `"<x@evil.example>,\r\nBcc: c@evil.example\r\nContent-Type: text/html\r\n\r\n<script>alert(1)</script>`;
    const bent = { ...mail, senderName: `Ozora${more}`, subject: `S${more}`, text: `${mail.text}.\r\nQUIT\r\n${more}` };
    expect(await sender.send({ ...bent, messageId: `1${more}@otp-auth.example` })).toEqual({ kind: "sent" });
    expect(received).toMatchObject([{ from: "otp@otp-auth.example", to: [mail.to] }]);
    const raw = received[0]?.raw ?? "";
    const head = raw.slice(0, raw.indexOf("\r\n\r\n"));
    const names = [...head.replaceAll(/\r\n[ \t]+/g, " ").matchAll(/^([\w-]+):/gm)].map(([, name = ""]) =>
      name.toLowerCase(),
    );
    expect(names.toSorted()).toEqual([
      "auto-submitted",
      "content-transfer-encoding",
      "content-type",
      "date",
      "from",
      "message-id",
      "mime-version",
      "subject",
      "to",
    ]);
    expect(head).toContain("Content-Type: text/plain; charset=utf-8");
    expect(head.replaceAll(/\r\n[ \t]+/g, " ").split("\r\n")).toContainEqual(
      expect.stringMatching(/^From: [^<>]*<otp@otp-auth\.example>$/),
    );
    expect(head).toContain(`To: ${mail.to}`);
  });

  it("takes a 5xx about the recipient as final and a 4xx as not yet", async () => {
    const final = await startServer({ onRcptTo: (_to, _session, callback) => callback(rejection(550)) });
    expect(await final.sender.send(mail)).toEqual({ kind: "refused" });
    const later = await startServer({ onRcptTo: (_to, _session, callback) => callback(rejection(451)) });
    expect(await later.sender.send(mail)).toEqual({ kind: "busy" });
  });

  it.each([
    [554, "5.7.1 <hanako.dt@oozora.example>: Relay access denied", "policy"],
    [550, "5.7.1 Unable to relay", "policy"],
    [550, "5.1.8 Sender address rejected: Domain not found", "sender"],
    [503, "5.5.1 Error: need MAIL command", "protocol"],
  ] as const)(
    "does not take %i %s for a bad address: it is ours to mend, and the mail is kept",
    async (code, words, about) => {
      const { sender } = await startServer({ onRcptTo: (_to, _session, next) => next(rejection(code, words)) });
      expect(await sender.send(mail)).toEqual({ kind: "notTaken", about, code, status: words.split(" ")[0] });
    },
  );

  it.each([
    [550, "5.1.1 User unknown"],
    [556, "5.1.10 Recipient address has a null MX"],
    [550, "5.2.1 Mailbox disabled"],
  ] as const)("takes %i %s as final", async (code, words) => {
    const { sender } = await startServer({ onRcptTo: (_to, _session, next) => next(rejection(code, words)) });
    expect(await sender.send(mail)).toEqual({ kind: "refused" });
  });

  it("takes a 5xx about ourselves as ours to mend: the customer's mail is kept", async () => {
    const { sender } = await startServer({ onMailFrom: (_from, _session, callback) => callback(rejection(550)) });
    expect(await sender.send(mail)).toEqual({ kind: "notTaken", about: "sender", code: 550, status: null });
  });

  it("takes a log-in that is refused, and a server without encryption for it, as ours to mend", async () => {
    const secure = { authOptional: false, disabledCommands: [], allowInsecureAuth: false };
    const refusing = await startServer({
      ...secure,
      onAuth: (_auth, _session, next) => next(rejection(535, "5.7.8 Authentication credentials invalid")),
    });
    const logIn = (port: number) =>
      smtpSender({ smtpUrl: `smtp://otp:wrong@127.0.0.1:${port}`, from: "otp@otp-auth.example" });
    expect(await logIn(refusing.port).send(mail)).toMatchObject({ kind: "notTaken", about: "encryption" });
    const plain = await startServer();
    expect(await logIn(plain.port).send(mail)).toMatchObject({ kind: "notTaken", about: "encryption" });
  });

  it("says unreachable when nobody listens", async () => {
    const sender = smtpSender({ smtpUrl: "smtp://127.0.0.1:1", from: "otp@otp-auth.example" });
    expect(await sender.send(mail)).toEqual({ kind: "unreachable" });
  });

  it.each([
    ["never speaks", ""],
    ["stops after its greeting", "220 mail.example ESMTP\r\n"],
    ["answers with what is no SMTP", "HTTP/1.1 400 Bad Request\r\n\r\n"],
  ])("gives up on a server that %s, and tries again later", async (_how, greeting) => {
    const silent = createServer((socket) => {
      socket.on("error", () => undefined);
      socket.resume().write(greeting);
    });
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    const { port } = silent.address() as AddressInfo;
    const settings = { smtpUrl: `smtp://127.0.0.1:${port}`, from: "otp@otp-auth.example" };
    const sender = smtpSender(settings, { connectionTimeout: 50, greetingTimeout: 50, socketTimeout: 50 });
    expect(["unreachable", "busy"]).toContain((await sender.send(mail)).kind);
    await new Promise((resolve) => silent.close(resolve));
  });

  it.each([
    ["in its greeting", ""],
    ["in its answer to the greeting of ours", "220 mail.example ESMTP\r\n"],
  ])("gives up on a server that goes on byte by byte %s, and hangs up", async (_where, greeting) => {
    let hungUp = (): void => undefined;
    const closed = new Promise<void>((resolve) => {
      hungUp = resolve;
    });
    const trickling = createServer((socket) => {
      const timer = setInterval(() => socket.write("2"), 10);
      socket.on("error", () => undefined);
      socket.on("close", () => {
        clearInterval(timer);
        hungUp();
      });
      socket.resume().write(greeting);
    });
    await new Promise<void>((resolve) => trickling.listen(0, "127.0.0.1", resolve));
    const { port } = trickling.address() as AddressInfo;
    const settings = { smtpUrl: `smtp://127.0.0.1:${port}`, from: "otp@otp-auth.example" };
    const sender = smtpSender(settings, { greetingTimeout: 60_000, socketTimeout: 60_000, conversationTimeout: 200 });
    expect(await sender.send(mail)).toEqual({ kind: "unreachable" });
    await closed;
    await new Promise((resolve) => trickling.close(resolve));
  });

  it("lets nothing in a name or subject become a header of its own", async () => {
    const { sender, received } = await startServer();
    const hostile = "x\r\nBcc: evil@evil.example\r\n\r\nbody";
    await sender.send({ ...mail, subject: hostile, senderName: hostile });
    expect(received[0]?.to).toEqual([mail.to]);
    expect(received[0]?.raw).not.toMatch(/^Bcc:/im);
  });
});
