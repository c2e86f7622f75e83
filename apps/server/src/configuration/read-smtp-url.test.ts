import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readSmtpUrl, SmtpUrlRefused } from "./read-smtp-url.ts";

describe("the mail server's address", () => {
  it.each([
    ["smtp://mail.example.jp", { host: "mail.example.jp", port: 587, isEncryptedAtOnce: false, login: null }],
    ["smtps://mail.example.jp/", { host: "mail.example.jp", port: 465, isEncryptedAtOnce: true, login: null }],
    ["smtp://[::1]:2525", { host: "::1", port: 2525, isEncryptedAtOnce: false, login: null }],
    ["smtp://127.0.0.1:25", { host: "127.0.0.1", port: 25, isEncryptedAtOnce: false, login: null }],
    [
      "smtps://otp%40example.jp:50%25off@mail.example.jp:4650",
      {
        host: "mail.example.jp",
        port: 4650,
        isEncryptedAtOnce: true,
        login: { user: "otp@example.jp", password: "50%off" },
      },
    ],
  ])("reads %s", (text, server) => {
    expect(readSmtpUrl(text)).toEqual(server);
  });

  it.each([
    ["smtps://otp:50%off@mail.example.jp", "50%25off"],
    ["smtps://otp:hunter%zz2@mail.example.jp", "%25"],
    ["smtps://otp:hunter%ff@mail.example.jp", "UTF-8"],
    ["smtps://otp:hun/ter2@mail.example.jp", "%2F"],
    ["smtps://otp:hun#ter2@mail.example.jp", "%23"],
    ["smtps://otp:12#hunter@mail.example.jp", "%23"],
    ["smtps://otp:hun?ter2@mail.example.jp", "%3F"],
    ["smtps://otp:hun@ter2@mail.example.jp", "%40"],
    ["smtps://otp:hun:ter2@mail.example.jp", "%3A"],
    ["smtps://otp:hunter 2@mail.example.jp", "percent-encoded"],
    ["smtps://otp:hunter%0d%0aRCPT@mail.example.jp", "control character"],
    ["smtps://otp@mail.example.jp", "both a user and a password"],
    ["smtps://:hunter2@mail.example.jp", "both a user and a password"],
    ["smtps://otp:@mail.example.jp", "both a user and a password"],
    ["smtps://otp:hunter2@", "host"],
    ["smtps://mail.example.jp:70000", "port"],
    ["smtps://mail.example.jp:", "host"],
    ["smtps://mail example.jp", "host"],
    ["smtps://mail.example.jp\n", "smtps://"],
    ["smtps://1.2.3", "host"],
    ["smtps://[mail]", "host"],
    ["smtps://mail.example.jp/hunter2", "path"],
    ["mail.example.jp:25", "smtp://"],
    ["http://mail.example.jp", "smtp://"],
  ])("refuses %j and says what to write, without repeating it", (text, word) => {
    expect(() => readSmtpUrl(text)).toThrow(SmtpUrlRefused);
    expect(() => readSmtpUrl(text)).toThrow(word);
    expect(() => readSmtpUrl(text)).toThrow(/^(?![^]*hun)/);
  });

  it("gives every log-in back that was percent-encoded (property)", () => {
    const word = fc.string({ unit: "grapheme", minLength: 1 }).filter((text) => !/\p{Cc}/u.test(text));
    fc.assert(
      fc.property(word, word, (user, password) => {
        const text = `smtps://${encodeURIComponent(user)}:${encodeURIComponent(password)}@mail.example.jp`;
        expect(readSmtpUrl(text).login).toEqual({ user, password });
      }),
    );
  });

  it("is read or refused, never anything else (property)", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        try {
          readSmtpUrl(`smtp://${text}`);
        } catch (error) {
          expect(error).toBeInstanceOf(SmtpUrlRefused);
        }
      }),
    );
  });
});
