import type { WireEvent } from "@warifu/wire";
import type { FastifyInstance } from "fastify";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { portsFrom } from "../ports.ts";
import { Board } from "./board.ts";
import { makeTour } from "./make-tour.ts";
import type { TourView } from "./view.ts";

const host = "localhost:4008";
const origin = `http://${host}`;
let board: Board;
let app: FastifyInstance;
let asked: number[];
let signInLink: (index: number) => Promise<string>;

beforeEach(async () => {
  board = new Board([]);
  asked = [];
  signInLink = async (index) => {
    asked.push(index);
    return `http://localhost:4003/sign-in/${index}`;
  };
  app = await makeTour({ ports: portsFrom("4000"), board, signInLink: (index) => signInLink(index) });
});

afterEach(() => app.close());

async function get(url: string, headers: Record<string, string> = {}) {
  return await app.inject({ url, headers: { host, ...headers } });
}

async function pressBranch(payload: string, headers: Record<string, string> = {}) {
  const form = { host, origin, "content-type": "application/x-www-form-urlencoded" };
  return await app.inject({ method: "POST", url: "/branch", payload, headers: { ...form, ...headers } });
}

function issued(customerId: string): WireEvent {
  const actor = { kind: "customer", id: null, channel: "gate" };
  return { cursor: "1", type: "token.issued", atMs: 0, actor, customerId, tokenId: "t", detail: {} };
}

describe("the tour page", () => {
  it("opens bank, app and mailbox, and the branch without showing a sign-in link", async () => {
    const { body } = await get("/");
    for (const port of [4000, 4002, 4006]) expect(body).toContain(`href="http://localhost:${port}"`);
    expect(body).toContain('action="/branch"');
    expect(body).not.toContain("sign-in");
  });

  it("is the same page in both languages, for both people", async () => {
    for (const as of ["hanako", "taro"]) {
      const ja = (await get(`/?as=${as}&lang=ja`)).body;
      const en = (await get(`/?as=${as}&lang=en`)).body;
      const shape = (body: string) => [...body.matchAll(/data-(?:step|later)="(\w+)"/g)].map(([, key]) => key);
      expect(shape(ja)).toEqual(shape(en));
      expect(ja).toContain(`契約者ID ${as}`);
      expect(en).toContain(`customer ID ${as}`);
      const english = en.replaceAll(/日本語|言語/g, "");
      expect(english.match(/[\u3040-\u30ff\u4e00-\u9fff]/g)).toBeNull();
    }
  });

  it("fills one button only: that of the step to take now", async () => {
    const filled = async () =>
      [...(await get("/?as=hanako&lang=ja")).body.matchAll(/class="button button-primary" href="([^"]+)"/g)].map(
        ([, address]) => address,
      );
    board.addEvents([{ ...issued("hanako"), type: "application.registered" }]);
    expect(await filled()).toEqual(["http://localhost:4000"]);
    board.addEvents([issued("hanako")]);
    expect(await filled()).toEqual(["http://localhost:4006"]);
  });

  it("leads to the API's description and the metrics by links", async () => {
    const { body } = await get("/?lang=en");
    for (const address of ["http://localhost:4004/docs", "http://localhost:4005/metrics"]) {
      expect(body).toContain(`href="${address}" target="_blank"`);
    }
  });

  it("says that a real phone cannot scan its way here", async () => {
    expect((await get("/?lang=en")).body).toContain("A real phone that scans the QR code cannot open the app");
    expect((await get("/?lang=ja")).body).toContain("スマートフォンの実機でQRコードを読み取っても");
  });

  it("goes back to step 1, and says why, when every try of the set-up is used; not when the last one was right", async () => {
    const view = async (): Promise<TourView> => (await get("/news.json?as=hanako&lang=en")).json();
    board.addEvents([{ ...issued("hanako"), type: "application.registered" }, issued("hanako")]);
    board.addEvents([{ ...issued("hanako"), type: "activation.started", detail: { triesLeft: 0 } }]);
    expect(await view()).toMatchObject({ isUsedUp: true, steps: { issue: "current", mail: "ahead", setUp: "ahead" } });
    expect((await view()).happenings[0]?.text).toContain("a new one has to be issued");
    expect((await get("/?as=hanako&lang=ja")).body).toMatch(/data-used-up\s*>/);
    board.addEvents([{ ...issued("hanako"), type: "activation.finished" }]);
    expect(await view()).toMatchObject({ isUsedUp: false, steps: { issue: "done" } });
    expect((await get("/?as=hanako&lang=ja")).body).toMatch(/data-used-up\s+hidden/);
  });

  it("serves every file it asks for, and allows nothing that is not its own", async () => {
    const { body, headers } = await get("/");
    for (const [, address = ""] of body.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)) {
      expect((await get(address)).statusCode).toBe(200);
    }
    expect(headers["content-security-policy"]).toBe(
      "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; " +
        "base-uri 'none'; frame-ancestors 'none'; form-action 'self' http://localhost:4003",
    );
    expect(headers["x-frame-options"]).toBe("DENY");
    expect(body).not.toMatch(/<script(?![^>]*src=)|<style|style="| on\w+="/);
  });

  it("is shown under its own names only: a stranger's name for this machine opens nothing", async () => {
    for (const name of ["evil.example:4008", "localhost", "localhost:4000", ""]) {
      expect((await get("/", { host: name })).statusCode).toBe(421);
      expect((await get("/news.json", { host: name })).statusCode).toBe(421);
      expect((await pressBranch("role=teller", { host: name })).statusCode).toBe(421);
    }
    expect(asked).toEqual([]);
  });

  it("takes whatever is asked of it without failing", async () => {
    for (const query of [
      "as=nobody",
      "as=a&as=b",
      "lang=fr",
      "lang=ja&lang=en",
      "seen=-1",
      "seen=1e9",
      "seen=x&seen=y",
    ]) {
      expect((await get(`/?${query}`)).statusCode).toBe(200);
      expect((await get(`/news.json?${query}`)).statusCode).toBe(200);
    }
    expect((await get("/?as=%3Cscript%3E")).body).not.toContain("<script>");
  });
});

describe("its news", () => {
  it("come at once when something happened since, else when it happens", async () => {
    const before = (await get("/news.json?as=hanako&lang=ja")).json<TourView>();
    expect(before.steps.issue).toBe("ahead");
    const waiting = get(`/news.json?as=hanako&lang=ja&seen=${before.revision}`);
    board.addEvents([issued("hanako"), issued("taro")]);
    const after = (await waiting).json<TourView>();
    expect(after.steps).toMatchObject({ apply: "done", issue: "done", mail: "current", confirm: "ahead" });
    expect(after.happenings[0]?.text).toContain("青空 太郎");
    const late = (await get(`/news.json?as=hanako&lang=ja&seen=${before.revision}`)).json<TourView>();
    expect(late.revision).toBe(after.revision);
  });

  it("say that the service does not answer", async () => {
    board.setAnswering(false);
    expect((await get("/news.json")).json<TourView>().isAnswering).toBe(false);
    expect((await get("/?lang=en")).body).toMatch(/<div data-feed-away>/);
    board.setAnswering(true);
    expect((await get("/?lang=en")).body).toMatch(/<div data-feed-away hidden>/);
  });

  it("whoever waits for them is answered when the page ends", async () => {
    const waiting = get(`/news.json?seen=${board.revision}`);
    // A later request has been answered: by then this one waits.
    await get("/");
    await app.close();
    expect((await waiting).statusCode).toBe(200);
  });
});

describe("its button to the branch", () => {
  it("leads there with a sign-in link for the person pressed", async () => {
    const answer = await pressBranch("role=approver");
    expect(answer.statusCode).toBe(303);
    expect(answer.headers.location).toBe("http://localhost:4003/sign-in/1");
  });

  it("works for nobody but the page itself", async () => {
    for (const from of ["http://evil.example", "http://localhost:4000", "null", "https://localhost:4008"]) {
      expect((await pressBranch("role=teller", { origin: from })).statusCode).toBe(403);
    }
    expect((await get("/branch")).statusCode).toBe(404);
    expect(asked).toEqual([]);
  });

  it("refuses a role that nobody has, and a body that is none", async () => {
    for (const body of ["", "role=", "role=auditor", "role=teller&role=approver", "role[]=teller"]) {
      expect((await pressBranch(body)).statusCode).toBe(400);
    }
    expect((await pressBranch("{}", { "content-type": "application/json" })).statusCode).toBe(400);
    expect((await pressBranch("x".repeat(5000))).statusCode).toBe(413);
    expect(asked).toEqual([]);
  });

  it("says it when no link can be made, with the way back", async () => {
    signInLink = async () => {
      throw new Error("the service is away");
    };
    const answer = await pressBranch("role=teller&as=taro&lang=en");
    expect(answer.statusCode).toBe(503);
    expect(answer.body).toContain("could not be made");
    expect(answer.body).toContain('href="/?as=taro&#38;lang=en"');
    expect(answer.body).not.toContain("the service is away");
  });
});
