import { makeUserId } from "@warifu/otp";
import { describe, expect, it } from "vitest";
import { faultsOf, normaliseEntries } from "./entries.ts";

const userId = makeUserId(new Uint8Array(16).fill(5));
const right = { serviceId: "10121234", userId, activationPassword: "48213" };

describe("the entries of the initial set-up", () => {
  it("are forgiven full-width, spaces and hyphens", () => {
    const typed = {
      serviceId: "１０１２−１２３４",
      userId: ` ${userId.toLowerCase().replace(/(.{4})/g, "$1-")}`,
      activationPassword: "４８２ 13",
    };
    expect(normaliseEntries(typed)).toEqual(right);
    expect(faultsOf(right)).toEqual({});
  });

  it("that are missing are named, each by itself", () => {
    expect(faultsOf({ serviceId: "", userId: "", activationPassword: "" })).toEqual({
      serviceId: { fault: "empty" },
      userId: { fault: "empty" },
      activationPassword: { fault: "empty" },
    });
  });

  it("of a wrong length are told how long they are", () => {
    expect(faultsOf({ serviceId: "1012123", userId: userId.slice(1), activationPassword: "123" })).toEqual({
      serviceId: { fault: "length", length: 7 },
      userId: { fault: "length", length: 15 },
      activationPassword: { fault: "length", length: 3 },
    });
  });

  it("with other characters are told so", () => {
    expect(faultsOf({ serviceId: "1012123あ", userId: "１２３４", activationPassword: "12a4" })).toEqual({
      serviceId: { fault: "characters" },
      userId: { fault: "characters" },
      activationPassword: { fault: "characters" },
    });
  });

  it("with two characters swapped are found by the check character, before anything is sent", () => {
    const index = Array.from(userId).findIndex((character, at) => at < 14 && character !== userId[at + 1]);
    const swapped = Array.from(userId)
      .with(index, userId[index + 1] ?? "")
      .with(index + 1, userId[index] ?? "")
      .join("");
    expect(faultsOf({ ...right, userId: swapped })).toEqual({ userId: { fault: "mistyped" } });
  });
});
