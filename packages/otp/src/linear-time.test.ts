import { expect, it } from "vitest";
import { isActivationPassword } from "./activation-password.ts";
import { base32Decode } from "./base32.ts";
import { isOtp } from "./codes.ts";
import { isCustomerId } from "./customer-id.ts";
import { isMobileEmail } from "./mobile-email.ts";
import { normaliseDigits, normaliseMobileEmail, normaliseUserId } from "./normalise.ts";
import { readOtpauthUri } from "./otpauth-uri.ts";
import { isServiceId } from "./service-id.ts";
import { isUserId } from "./user-id.ts";

// What could make a backtracking expression despair. What takes quadratic time takes minutes for this length.
const length = 300_000;
const hostile = [
  "1",
  "a",
  ".",
  "-",
  " ",
  "=",
  "@",
  "a@",
  "%41",
  "１",
  "ー",
  "\n",
  "\u200B",
  "A".repeat(99) + "=",
  ";amp;",
  "& ",
  "#",
].map((piece) => piece.repeat(length / piece.length));

it.each([
  ["isOtp", (text: string) => isOtp(text)],
  ["isActivationPassword", (text: string) => isActivationPassword(text)],
  ["isServiceId", (text: string) => isServiceId(text)],
  ["isUserId", (text: string) => isUserId(text)],
  ["isCustomerId", (text: string) => isCustomerId(text)],
  ["isMobileEmail", (text: string) => isMobileEmail(text)],
  ["base32Decode", (text: string) => base32Decode(text)],
  ["normaliseDigits", (text: string) => normaliseDigits(text)],
  ["normaliseUserId", (text: string) => normaliseUserId(text)],
  ["normaliseMobileEmail", (text: string) => normaliseMobileEmail(text)],
  ["readOtpauthUri", (text: string) => readOtpauthUri(`otpauth://totp/${text}?secret=${text}`)],
  // The longest that it looks at.
  [
    "readOtpauthUri",
    (text: string) => readOtpauthUri(`otpauth://totp/${text.slice(0, 8000)}?issuer=${text.slice(0, 8000)}`),
  ],
])("%s takes a time that grows with the length of the text, not with its square", (_, parse) => {
  const begun = performance.now();
  for (const text of hostile) parse(text);
  expect(performance.now() - begun).toBeLessThan(5000);
});
