import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createKeyRing, migrate } from "@warifu/storage";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Config } from "../../configuration/config.ts";
import { testConfig } from "../../tests/test-service.ts";
import { openRadiusBench, vpn } from "./testing/radius-bench.ts";

let folder: string;
let config: Config;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "warifu-radius-"));
  config = { ...testConfig, database: `sqlite:${join(folder, "w.db")}`, keyRingFile: join(folder, "key-ring.json") };
  await createKeyRing(config.keyRingFile);
  await migrate(config.database);
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe("a service that was stopped and started again", () => {
  it("gives a retransmission the answer that the earlier process gave, and decides nothing twice", async () => {
    const before = await openRadiusBench({ config });
    await before.customerInUse("taro");
    const requests = [
      before.request({ identifier: 1 }),
      before.request({ identifier: 2, password: before.wrongCode() }),
      before.request({ identifier: 3, userName: "nobody" }),
      before.request({ identifier: 4, userName: "no body" }),
      before.request({ identifier: 5, password: "not a code" }),
    ];
    const node = before.node();
    const answers = [];
    for (const request of requests) answers.push(await node(request, vpn));
    expect(answers.map((answer) => answer?.[0])).toEqual([2, 3, 3, 3, 3]);
    const codes = await before.eventsOf("taro");
    await before.test.service.close();

    const after = await openRadiusBench({ config });
    const again = after.node();
    for (const [index, request] of requests.entries()) expect(await again(request, vpn)).toEqual(answers[index]);
    expect(await after.eventsOf("taro")).toEqual(codes);
    const sameCode = await again(after.request({ identifier: 6 }), vpn);
    expect(sameCode?.[0]).toBe(3);
    await after.test.service.close();
  });
});
