import { makeUserId } from "@warifu/otp";
import type { ActivationStatusAsked } from "@warifu/wire/activation";
import { createServerSetup, makeActivationServer } from "@warifu/activation/server";
import { describe, expect, it } from "vitest";
import type { Answer } from "../service/service-client.ts";
import { makePhone, storedToken } from "../keyholder/testing/phone-in-memory.ts";
import { askStatus, type Standing } from "./ask-status.ts";

const nowMs = 1_795_953_600_000;
const keyBytes = new Uint8Array(32).fill(9);

async function heldToken() {
  const userId = makeUserId(new Uint8Array(10).fill(3));
  const keyholder = makePhone([await storedToken(9, { userId })]).open();
  await keyholder.look();
  const [token] = keyholder.state().tokens;
  if (token === undefined) throw new Error("No token");
  return { token, keyholder };
}

/** A phone whose clock is `offsetMs` behind the service's, and a service that answers as told. */
function parts(answer: Answer<{ status: Exclude<Standing, "ended"> }>, offsetMs: number | null, measured = offsetMs) {
  const asked: ActivationStatusAsked[] = [];
  let known = offsetMs;
  return {
    asked,
    service: {
      status: async (request: ActivationStatusAsked) => {
        asked.push(request);
        return answer;
      },
    },
    clock: {
      serviceNowMs: () => (known === null ? null : nowMs + known),
      measure: async () => {
        known = measured;
        return measured !== null;
      },
    },
  };
}

describe("how the phone's own token stands", () => {
  it("is what the service says, asked with a proof that only the token's key makes", async () => {
    const { token, keyholder } = await heldToken();
    const server = await makeActivationServer({ serverSetup: await createServerSetup() });
    const phone = parts({ ok: true, value: { status: "suspended" } }, 0);
    expect(await askStatus(token, { ...phone, keyholder })).toBe("suspended");
    const [{ proof, ...statement }] = phone.asked as [ActivationStatusAsked];
    expect(statement).toEqual({ serviceId: "10121234", userId: token.userId, madeAtMs: nowMs });
    expect(server.statusProofMatches(keyBytes, statement, proof)).toBe(true);
  });

  it("is asked by the service's time, measured first where it is not known", async () => {
    const { token, keyholder } = await heldToken();
    const slow = parts({ ok: true, value: { status: "inUse" } }, 3_600_000);
    await askStatus(token, { ...slow, keyholder });
    expect(slow.asked[0]?.madeAtMs).toBe(nowMs + 3_600_000);
    const unmeasured = parts({ ok: true, value: { status: "inUse" } }, null, -60_000);
    expect(await askStatus(token, { ...unmeasured, keyholder })).toBe("inUse");
    expect(unmeasured.asked[0]?.madeAtMs).toBe(nowMs - 60_000);
  });

  it("is an end when the service knows no such key", async () => {
    const { token, keyholder } = await heldToken();
    const phone = parts({ ok: false, why: "activationRefused" }, 0);
    expect(await askStatus(token, { ...phone, keyholder })).toBe("ended");
  });

  it("is not known without an answer: nothing is said then", async () => {
    const { token, keyholder } = await heldToken();
    for (const why of ["noNetwork", "unavailable", "tooManyRequests", "malformed"] as const) {
      expect(await askStatus(token, { ...parts({ ok: false, why }, 0), keyholder })).toBeUndefined();
    }
    const offline = parts({ ok: true, value: { status: "inUse" } }, null, null);
    expect(await askStatus(token, { ...offline, keyholder })).toBeUndefined();
    expect(offline.asked).toEqual([]);
  });
});
