import { makeUserId } from "@warifu/otp";
import type { ActivationStatusAsked } from "@warifu/wire/activation";
import { createServerSetup, makeActivationServer } from "@warifu/activation/server";
import { describe, expect, it } from "vitest";
import type { Answer } from "../service/service-client.ts";
import { protectionOf } from "../keyholder/device-key.ts";
import type { StoredToken } from "../storage/stored-token.ts";
import { askStatus, type Standing } from "./ask-status.ts";

const nowMs = 1_795_953_600_000;
const keyBytes = new Uint8Array(32).fill(9);

async function storedToken(): Promise<StoredToken> {
  return {
    format: 1,
    id: "one",
    order: 0,
    name: null,
    institution: {
      serviceId: "10121234",
      nameJa: "大空信用組合",
      nameEn: "Ozora Credit Union",
      supportPhone: "0120-000-123",
      supportHoursJa: "",
      supportHoursEn: "",
      browserTab: true,
    },
    userId: makeUserId(new Uint8Array(10).fill(3)),
    parameters: { algorithm: "SHA-256", digits: 8, periodSeconds: 60 },
    protection: await protectionOf(keyBytes.slice(), "SHA-256"),
    state: "inUse",
    createdAtMs: nowMs,
  };
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
    const token = await storedToken();
    const server = await makeActivationServer({ serverSetup: await createServerSetup() });
    const phone = parts({ ok: true, value: { status: "suspended" } }, 0);
    expect(await askStatus(token, phone)).toBe("suspended");
    const [{ proof, ...statement }] = phone.asked as [ActivationStatusAsked];
    expect(statement).toEqual({ serviceId: "10121234", userId: token.userId, madeAtMs: nowMs });
    expect(server.statusProofMatches(keyBytes, statement, proof)).toBe(true);
  });

  it("is asked by the service's time, measured first where it is not known", async () => {
    const slow = parts({ ok: true, value: { status: "inUse" } }, 3_600_000);
    await askStatus(await storedToken(), slow);
    expect(slow.asked[0]?.madeAtMs).toBe(nowMs + 3_600_000);
    const unmeasured = parts({ ok: true, value: { status: "inUse" } }, null, -60_000);
    expect(await askStatus(await storedToken(), unmeasured)).toBe("inUse");
    expect(unmeasured.asked[0]?.madeAtMs).toBe(nowMs - 60_000);
  });

  it("is an end when the service knows no such key", async () => {
    expect(await askStatus(await storedToken(), parts({ ok: false, why: "activationRefused" }, 0))).toBe("ended");
  });

  it("is not known without an answer: nothing is said then", async () => {
    for (const why of ["noNetwork", "unavailable", "tooManyRequests", "malformed"] as const) {
      expect(await askStatus(await storedToken(), parts({ ok: false, why }, 0))).toBeUndefined();
    }
    const offline = parts({ ok: true, value: { status: "inUse" } }, null, null);
    expect(await askStatus(await storedToken(), offline)).toBeUndefined();
    expect(offline.asked).toEqual([]);
  });
});
