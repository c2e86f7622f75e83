import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startActivation } from "@warifu/activation/phone";
import { makeUserId } from "@warifu/otp";
import { cancel, revoke, suspend } from "@warifu/rules";
import { createKeyRing, migrate } from "@warifu/storage";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { customerActor, issueToken } from "../../tests/issue-token.ts";
import type { IssuedForTest } from "../../tests/issue-token.ts";
import { makeTestService, testConfig } from "../../tests/test-service.ts";
import type { TestService } from "../../tests/test-service.ts";
import { startExchange } from "./start-exchange.ts";
import { takeReceipt } from "./take-receipt.ts";

// What is counted is what the file has: the disk is most of what an answer costs, and a stranger could measure it.

const serviceId = "10121234";
const folder = mkdtempSync(join(tmpdir(), "warifu-commits-"));
const path = join(folder, "warifu.db");
let test: TestService;

beforeAll(async () => {
  const config = { ...testConfig, database: `sqlite:${path}`, keyRingFile: join(folder, "key-ring.json") };
  await createKeyRing(config.keyRingFile);
  await migrate(config.database);
  test = await makeTestService({ config });
});
afterAll(async () => {
  await test.service.close();
  rmSync(folder, { recursive: true });
});

/** SQLite counts the transactions written to the file in its WAL-index (walformat §2.1: iChange). */
function commitsSoFar(): number {
  return new Uint32Array(readFileSync(`${path}-shm`).buffer.slice(8, 12))[0] ?? 0;
}

async function commitsOf(work: () => Promise<unknown>): Promise<number> {
  const before = commitsSoFar();
  await work();
  return commitsSoFar() - before;
}

let customers = 0;
async function issued(): Promise<IssuedForTest> {
  customers += 1;
  return await issueToken(test, { customerId: `customer-${customers}` });
}

async function commitsOfStart(userId: string, service = serviceId): Promise<number> {
  const { ke1 } = await startActivation({ serviceId: service, userId, activationPassword: "99999999" });
  return await commitsOf(async () => await startExchange(test.service, { serviceId: service, userId, ke1 }));
}

async function commitsOfReceipt(userId: string, service = serviceId): Promise<number> {
  const receipt = randomBytes(32).toString("base64url");
  return await commitsOf(async () => await takeReceipt(test.service, { serviceId: service, userId, receipt }));
}

async function userIds(): Promise<Record<string, readonly [userId: string, serviceId: string]>> {
  const { institutionId } = test.institution;
  const [known, revoked, cancelled, suspended] = [await issued(), await issued(), await issued(), await issued()];
  const on = async ({ customerId }: IssuedForTest, decide: Parameters<TestService["service"]["perform"]>[3]) =>
    await test.service.perform(test.institution, { institutionId, customerId }, customerActor, decide);
  await on(revoked, (state, context) => revoke(state, { tokenId: revoked.tokenId, reason: "lost" }, context));
  await on(cancelled, (state, context) => cancel(state, { reason: "customerRequest" }, context));
  await on(suspended, (state, context) => suspend(state, { tokenId: suspended.tokenId, reason: "lost" }, context));
  return {
    known: [known.userId, serviceId],
    unknown: [makeUserId(randomBytes(10)), serviceId],
    "of a service ID that nobody has": [makeUserId(randomBytes(10)), "99999999"],
    revoked: [revoked.userId, serviceId],
    cancelled: [cancelled.userId, serviceId],
    suspended: [suspended.userId, serviceId],
  };
}

describe("the commits of an answer", () => {
  it("are as many at the start of a set-up for a known user ID as for every refusal", async () => {
    const counted: [string, number][] = [];
    for (const [what, ids] of Object.entries(await userIds())) counted.push([what, await commitsOfStart(...ids)]);
    expect(counted).toEqual(counted.map(([what]) => [what, 3]));
  });

  it("are as many once a user ID's tries are used up, whether anybody has it or nobody", async () => {
    const counted: [string, number][] = [];
    for (const [what, ids] of Object.entries(await userIds())) {
      for (let tries = 0; tries < 5; tries++) await commitsOfStart(...ids);
      counted.push([what, await commitsOfStart(...ids)]);
    }
    expect(counted).toEqual(counted.map(([what]) => [what, 1]));
  });

  it("are as many at a wrong receipt, whatever its user ID is", async () => {
    const counted: [string, number][] = [];
    for (const [what, ids] of Object.entries(await userIds())) counted.push([what, await commitsOfReceipt(...ids)]);
    expect(counted).toEqual(counted.map(([what]) => [what, 1]));
  });
});
