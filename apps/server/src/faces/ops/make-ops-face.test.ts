import type { FastifyInstance } from "fastify";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { issueToken } from "../../tests/issue-token.ts";
import { makeTestService } from "../../tests/test-service.ts";
import type { TestService } from "../../tests/test-service.ts";
import { makeOpsFace } from "./make-ops-face.ts";

let test: TestService;
let app: FastifyInstance;

beforeEach(async () => {
  test = await makeTestService();
  app = await makeOpsFace(test.service);
});
afterEach(async () => {
  await app.close();
  await test.service.close();
});

describe("the ops face", () => {
  it("says that the process runs, and whether it can serve", async () => {
    expect((await app.inject("/healthz")).statusCode).toBe(200);
    expect((await app.inject("/readyz")).json()).toEqual({ status: "ready" });
    const failing = { ...test.service.storage, ready: () => Promise.reject(new Error("the database is away")) };
    const other = await makeOpsFace({ ...test.service, storage: failing });
    const answer = await other.inject("/readyz");
    expect([answer.statusCode, answer.json()]).toEqual([503, { status: "unreachable" }]);
    expect((await other.inject("/healthz")).statusCode).toBe(200);
    await other.close();
  });

  it("says no more requests while it stops, and ends each connection after its answer", async () => {
    expect((await app.inject("/readyz")).headers["connection"]).not.toBe("close");
    test.beginToStop();
    const answer = await app.inject("/readyz");
    expect([answer.statusCode, answer.json()]).toEqual([503, { status: "stopping" }]);
    expect(answer.headers["connection"]).toBe("close");
    const alive = await app.inject("/healthz");
    expect([alive.statusCode, alive.headers["connection"]]).toEqual([200, "close"]);
  });

  it("counts requests and events without naming a customer, a token, an institution or an address", async () => {
    const { userId, tokenId } = await issueToken(test);
    await app.inject("/healthz?customer=hanako");
    await app.inject("/hanako");
    const metrics = await app.inject("/metrics");
    expect(metrics.headers["content-type"]).toContain("text/plain");
    expect(metrics.body).toContain('warifu_events_total{type="token.issued",reason=""} 1');
    expect(metrics.body).toMatch(/warifu_http_seconds_count\{.*route="\/healthz".*\} 1/);
    for (const secret of ["hanako", "oozora", userId, tokenId, test.institution.institutionId, "10121234"]) {
      expect(metrics.body).not.toContain(secret);
    }
  });
});
