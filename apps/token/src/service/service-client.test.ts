import { describe, expect, it } from "vitest";
import { makeServiceClient } from "./service-client.ts";

const answering = (status: number, body: string) =>
  makeServiceClient(
    async () => new Response(body, { status, headers: { "content-type": "application/json" } }),
    () => true,
  );

describe("the service's answers", () => {
  it("are read by their schema", async () => {
    expect(await answering(200, '{"nowMs":5}').timeMs()).toEqual({ ok: true, value: 5 });
    expect(await answering(200, '{"nowMs":"5"}').timeMs()).toEqual({ ok: false, why: "unavailable" });
  });

  it("that refuse keep their code", async () => {
    expect(await answering(404, '{"code":"unknownService"}').institution("10121234")).toEqual({
      ok: false,
      why: "unknownService",
    });
    expect(await answering(403, '{"code":"activationRefused"}').finish({ exchangeId: "", ke3: "" })).toEqual({
      ok: false,
      why: "activationRefused",
    });
  });

  it("that are no answers of ours are not taken for one", async () => {
    expect(await answering(500, '{"oops":1}').settings()).toEqual({ ok: false, why: "unavailable" });
    expect(await answering(200, "<html>Log in to the hotel's network</html>").settings()).toEqual({
      ok: false,
      why: "unavailable",
    });
  });

  it("that never come are a missing network", async () => {
    const broken = makeServiceClient(
      async () => await Promise.reject(new TypeError("Failed to fetch")),
      () => true,
    );
    expect(await broken.settings()).toEqual({ ok: false, why: "noNetwork" });
  });

  it("are not asked for while the phone is offline", async () => {
    const offline = makeServiceClient(
      () => {
        throw new Error("asked");
      },
      () => false,
    );
    expect(await offline.timeMs()).toEqual({ ok: false, why: "noNetwork" });
  });
});
