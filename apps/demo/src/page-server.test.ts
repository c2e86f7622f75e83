import { describeHttpEdge } from "@warifu/wire/describe-http-edge";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeMailbox } from "./mailbox/make-mailbox.ts";
import { portsFrom } from "./ports.ts";
import { Board } from "./tour-page/board.ts";
import { makeTour } from "./tour-page/make-tour.ts";

const ports = portsFrom("4000");
const pages = [
  ["the mailbox", () => makeMailbox([], ports.mailbox), ports.mailbox, ["/", "/messages.json"]],
  [
    "the tour",
    () => makeTour({ ports, board: new Board([]), signInLink: () => Promise.reject(new Error("no")) }),
    ports.tour,
    ["/", "/news.json", "/branch"],
  ],
] as const;

describe.each(pages)("%s", (_what, make, named, paths) => {
  let app: FastifyInstance;
  let port: number;
  beforeAll(async () => {
    app = await make();
    // It is asked under the names of its configured port, wherever this test has room for it.
    port = Number(new URL(await app.listen({ host: "127.0.0.1", port: 0 })).port);
  });
  afterAll(() => app.close());
  describeHttpEdge({ port: () => port, host: `localhost:${named}`, paths });

  it("takes no body that it has no use for, and says so in fixed words", async () => {
    for (const [type, payload] of [
      ["application/json", "["],
      ["application/json", '{"__proto__":1}'],
      ["text/evil", "x"],
      ["application/x-www-form-urlencoded", "x".repeat(100_000)],
    ] as const) {
      const headers = { host: `localhost:${named}`, origin: `http://localhost:${named}`, "content-type": type };
      const answer = await app.inject({ method: "POST", url: paths.at(-1) ?? "/", headers, payload });
      expect(answer.statusCode).toBeGreaterThanOrEqual(400);
      expect(answer.statusCode).toBeLessThan(500);
      expect(answer.body).toMatch(/^[A-Z][\w ]+\.\n$/);
    }
  });
});
