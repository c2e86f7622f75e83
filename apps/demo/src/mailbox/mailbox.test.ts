import { createConnection, createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { render } from "@warifu/pages";
import * as fc from "fast-check";
import type { FastifyInstance } from "fastify";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { linkText } from "./link-text.ts";
import { makeMailbox } from "./make-mailbox.ts";
import type { ReceivedMail } from "./received-mail.ts";
import { startSmtpSink } from "./smtp-sink.ts";
import type { MailKeep, SmtpSink } from "./smtp-sink.ts";

const nowMs = Date.UTC(2026, 10, 22, 5, 53);

let sink: SmtpSink;
let port: number;
let kept: readonly ReceivedMail[];
const keep: MailKeep = { kept: [], keep: (mails) => void (kept = mails) };

beforeEach(async () => {
  kept = [];
  port = await freePort();
  sink = await startSmtpSink(port, keep, () => nowMs);
});

/** As a browser that opened http://localhost:4006 asks. */
async function ask(app: FastifyInstance, url: string, host = "localhost:4006") {
  return await app.inject({ url, headers: { host } });
}

afterEach(() => sink.close());

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port: found } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return found;
}

/** Speaks SMTP by hand (RFC 5321): one command after each answer. Gives all answers. */
async function send(to: string, ...lines: readonly string[]): Promise<string> {
  const commands = [
    "EHLO test",
    "MAIL FROM:<token@otp-auth.example>",
    `RCPT TO:<${to}>`,
    "DATA",
    `${lines.join("\r\n")}\r\n.`,
    "QUIT",
  ];
  const socket = createConnection({ port, host: "127.0.0.1" });
  let answers = "";
  return await new Promise<string>((resolve, reject) => {
    socket.on("error", reject);
    socket.on("close", () => resolve(answers));
    socket.on("data", (data) => {
      answers += data.toString();
      // "250-" is not the answer's last line yet.
      if (!/^\d{3} .*\r\n$/m.test(data.toString())) return;
      const command = commands.shift();
      if (command === undefined) socket.end();
      else socket.write(`${command}\r\n`);
    });
  });
}

function headers(subject: string): readonly string[] {
  return [
    "From: =?UTF-8?B?5aSn56m65L+h55So57WE5ZCI?= <token@otp-auth.example>",
    "To: hanakodt@oozora.co.jp",
    `Subject: ${subject}`,
    "Content-Type: text/plain; charset=utf-8",
    "Content-Transfer-Encoding: 8bit",
    "",
  ];
}

describe("the mailbox", () => {
  it("takes a mail by SMTP and gives it to scripts, newest first", async () => {
    await send("hanakodt@oozora.co.jp", ...headers("=?UTF-8?B?5LiA6YCa55uu?="), "本文");
    await send("hanakodt@oozora.co.jp", ...headers("second"), "two");
    const app = await makeMailbox(sink.mails, 4006);
    const answer = await ask(app, "/messages.json");
    expect(answer.json()).toEqual([
      {
        to: "hanakodt@oozora.co.jp",
        from: "token@otp-auth.example",
        subject: "second",
        text: "two\n",
        receivedAt: "2026-11-22T05:53:00.000Z",
      },
      expect.objectContaining({ subject: "一通目", text: "本文\n" }),
    ]);
    await app.close();
  });

  it("keeps its mails over a restart, newest first", async () => {
    await send("a@b.jp", ...headers("first"), "1");
    await send("a@b.jp", ...headers("second"), "2");
    await sink.close();
    sink = await startSmtpSink(port, { kept, keep: keep.keep }, () => nowMs);
    await send("a@b.jp", ...headers("third"), "3");
    expect(sink.mails.map(({ subject }) => subject)).toEqual(["third", "second", "first"]);
    expect(kept).toEqual(sink.mails);
  });

  it("does not acknowledge a mail that it could not keep, so that it is delivered again", async () => {
    await sink.close();
    const full = () => {
      throw new Error("no space left");
    };
    sink = await startSmtpSink(port, { kept: [], keep: full }, () => nowMs);
    expect(await send("a@b.jp", ...headers("x"), "1")).toMatch(/^[45]\d\d /m);
    expect(sink.mails).toEqual([]);
  });

  it("is shown under its own names only: a stranger's name for this machine opens nothing", async () => {
    const app = await makeMailbox([], 4006);
    for (const host of ["evil.example:4006", "localhost", "localhost:4007", ""]) {
      expect((await ask(app, "/messages.json", host)).statusCode).toBe(421);
    }
    expect((await ask(app, "/messages.json", "127.0.0.1:4006")).statusCode).toBe(200);
    await app.close();
  });

  it("shows an old carrier address as its owner writes it, not quoted as SMTP wants it", async () => {
    await send('"a..b."@docomo.ne.jp', ...headers("x"), "y");
    expect(sink.mails[0]?.to).toBe("a..b.@docomo.ne.jp");
  });

  it("shows a mail as text, whatever is in it", async () => {
    await send("x@example.jp", ...headers("<script>alert(1)</script>"), "<img src=x onerror=alert(1)>");
    const app = await makeMailbox(sink.mails, 4006);
    const { body, headers: answered } = await ask(app, "/?lang=ja");
    expect(body).toContain("&#60;script&#62;");
    expect(body).not.toMatch(/<script>|<img/);
    expect(String(answered["content-security-policy"])).toContain("default-src 'none'");
    await app.close();
  });

  it("speaks both languages and says when nothing has arrived", async () => {
    const app = await makeMailbox([] as readonly ReceivedMail[], 4006);
    expect((await ask(app, "/?lang=ja")).body).toContain("まだメールは届いていません");
    expect((await ask(app, "/?lang=en")).body).toContain("No e-mail yet");
    await app.close();
  });

  it("serves every file its page asks for", async () => {
    const app = await makeMailbox([], 4006);
    const { body } = await ask(app, "/");
    for (const [, address = ""] of body.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)) {
      expect((await ask(app, address)).statusCode).toBe(200);
    }
    await app.close();
  });
});

describe("a mail's text", () => {
  it("has its web addresses as links, without the sentence around them", () => {
    const text = "こちら：http://localhost:4002/。次は（https://a.example/b?c=d&e=f#g）です.";
    expect(render(linkText(text))).toBe(
      'こちら：<a href="http://localhost:4002/" target="_blank" rel="noopener noreferrer">http://localhost:4002/</a>。次は（' +
        '<a href="https://a.example/b?c=d&#38;e=f#g" target="_blank" rel="noopener noreferrer">https://a.example/b?c=d&#38;e=f#g</a>）です.',
    );
  });

  it("makes no link of any other scheme and no markup of anything", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const markup = render(linkText(`javascript:alert(1) ${text}`));
        expect(
          markup.replaceAll(/<a href="https?:[^"<>]*" target="_blank" rel="noopener noreferrer">|<\/a>/g, ""),
        ).not.toMatch(/[<>"]/);
      }),
    );
  });
});
