import { createConnection, createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { render } from "@warifu/pages";
import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { linkText } from "./link-text.ts";
import { makeMailbox } from "./make-mailbox.ts";
import type { ReceivedMail } from "./received-mail.ts";
import { startSmtpSink } from "./smtp-sink.ts";
import type { SmtpSink } from "./smtp-sink.ts";

const nowMs = Date.UTC(2026, 10, 22, 5, 53);

let sink: SmtpSink;
let port: number;

beforeEach(async () => {
  port = await freePort();
  sink = await startSmtpSink(port, () => nowMs);
});

afterEach(() => sink.close());

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port: found } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return found;
}

/** Speaks SMTP by hand (RFC 5321): one command after each answer. */
async function send(to: string, ...lines: readonly string[]): Promise<void> {
  const commands = [
    "EHLO test",
    "MAIL FROM:<token@otp-auth.example>",
    `RCPT TO:<${to}>`,
    "DATA",
    `${lines.join("\r\n")}\r\n.`,
    "QUIT",
  ];
  const socket = createConnection({ port, host: "127.0.0.1" });
  await new Promise<void>((resolve, reject) => {
    socket.on("error", reject);
    socket.on("close", () => resolve());
    socket.on("data", (data) => {
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
    const app = await makeMailbox(sink.mails);
    const answer = await app.inject("/messages.json");
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

  it("shows an old carrier address as its owner writes it, not quoted as SMTP wants it", async () => {
    await send('"a..b."@docomo.ne.jp', ...headers("x"), "y");
    expect(sink.mails[0]?.to).toBe("a..b.@docomo.ne.jp");
  });

  it("shows a mail as text, whatever is in it", async () => {
    await send("x@example.jp", ...headers("<script>alert(1)</script>"), "<img src=x onerror=alert(1)>");
    const app = await makeMailbox(sink.mails);
    const { body, headers: answered } = await app.inject("/?lang=ja");
    expect(body).toContain("&#60;script&#62;");
    expect(body).not.toMatch(/<script>|<img/);
    expect(String(answered["content-security-policy"])).toContain("default-src 'none'");
    await app.close();
  });

  it("speaks both languages and says when nothing has arrived", async () => {
    const app = await makeMailbox([] as readonly ReceivedMail[]);
    expect((await app.inject("/?lang=ja")).body).toContain("まだメールは届いていません");
    expect((await app.inject("/?lang=en")).body).toContain("No mail yet");
    await app.close();
  });

  it("serves every file its page asks for", async () => {
    const app = await makeMailbox([]);
    const { body } = await app.inject("/");
    for (const [, address = ""] of body.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)) {
      expect((await app.inject(address)).statusCode).toBe(200);
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
