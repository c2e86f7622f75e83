import { makeUserId } from "@warifu/otp";
import { assert, property, string, uint8Array } from "fast-check";
import { describe, expect, it } from "vitest";
import { readIds, readIdsOfFragment } from "./read-ids.ts";

const serviceId = "10121234";
const userId = makeUserId(new Uint8Array(16).fill(77));
const grouped = `${userId.slice(0, 4)}-${userId.slice(4, 8)}-${userId.slice(8, 12)}-${userId.slice(12)}`;
const both = { serviceId, userId };

describe("the IDs", () => {
  it("are read from the fragment of the service's link", () => {
    expect(readIdsOfFragment(`#s=${serviceId}&u=${userId}`)).toEqual(both);
    expect(readIdsOfFragment("")).toEqual({});
    expect(readIdsOfFragment(`#s=1012&u=${userId}`)).toEqual({ userId });
  });

  it("are found in a scanned or pasted link", () => {
    expect(readIds(`https://token.example/#s=${serviceId}&u=${userId}`)).toEqual(both);
  });

  it("are found in pasted text, grouped or not, in any order and company", () => {
    expect(readIds(`サービスID：1012-1234\nユーザID：${grouped}`)).toEqual(both);
    expect(readIds(`${serviceId} ${userId}`)).toEqual(both);
    expect(readIds(`${grouped} / 1012 1234`)).toEqual(both);
    expect(readIds(`Your user ID is ${grouped.toLowerCase()}, service ID ${serviceId}.`)).toEqual(both);
    expect(readIds(`１０１２－１２３４　${grouped.replaceAll("-", " ")}`)).toEqual(both);
  });

  it("are left empty when the check character does not fit", () => {
    const last = userId.endsWith("A") ? "B" : "A";
    expect(readIds(userId.slice(0, 15) + last)).toEqual({});
  });

  it("are found one without the other", () => {
    expect(readIds("1012-1234")).toEqual({ serviceId });
    expect(readIds(grouped)).toEqual({ userId });
  });

  it("of every user ID come back whole from its grouped form", () => {
    assert(
      property(uint8Array({ minLength: 16, maxLength: 16 }), (random) => {
        const id = makeUserId(random);
        const groups = id.match(/.{4}/g) ?? [];
        expect(readIds(`1012-1234\n${groups.join("-")}`)).toEqual({ serviceId, userId: id });
      }),
    );
  });

  it("are never found where there are none, however long the text", () => {
    assert(property(string({ maxLength: 300 }), (text) => readIds(text).userId === undefined));
    expect(readIds("-".repeat(100_000))).toEqual({});
  });
});
