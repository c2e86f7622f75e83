import { describe, expect, it } from "vitest";
import { makeServiceClient } from "./service-client.ts";

function answering(status: number, body: string) {
  const noted: boolean[] = [];
  const client = makeServiceClient(
    async () => new Response(body, { status, headers: { "content-type": "application/json" } }),
    (isAnswered) => noted.push(isAnswered),
  );
  return { ...client, noted };
}

const hotel = "<html>Log in to the hotel's network</html>";

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

  it("that come from a proxy before a service that is down say that it is down", async () => {
    for (const status of [403, 500, 502, 503, 504]) {
      expect(await answering(status, hotel).settings()).toEqual({ ok: false, why: "unavailable" });
    }
    expect(await answering(500, '{"oops":1}').settings()).toEqual({ ok: false, why: "unavailable" });
  });

  it("that come from a network which wants the customer first are a missing network", async () => {
    expect(await answering(200, hotel).settings()).toEqual({ ok: false, why: "noNetwork" });
    expect(await answering(200, "").settings()).toEqual({ ok: false, why: "noNetwork" });
    expect(await answering(511, hotel).settings()).toEqual({ ok: false, why: "noNetwork" });
  });

  it("that never come are a missing network", async () => {
    const broken = makeServiceClient(
      async () => await Promise.reject(new TypeError("Failed to fetch")),
      () => {},
    );
    expect(await broken.settings()).toEqual({ ok: false, why: "noNetwork" });
  });

  it("are waited for in bounded time: what hangs is given up by a signal", async () => {
    const signals: (AbortSignal | null | undefined)[] = [];
    const hanging = makeServiceClient(
      async (_path, request) => {
        signals.push(request?.signal);
        return await Promise.reject(new DOMException("", "TimeoutError"));
      },
      () => {},
    );
    expect(await hanging.settings()).toEqual({ ok: false, why: "noNetwork" });
    expect(signals).toEqual([expect.any(AbortSignal)]);
  });

  it("tell of each whether the service itself spoke", async () => {
    const bodies: [number, string, boolean][] = [
      [200, '{"browserTabAnywhere":true,"installedBefore":false}', true],
      [503, '{"code":"unavailable"}', true],
      [429, '{"code":"tooManyRequests"}', true],
      [200, hotel, false],
      [200, '{"nowMs":"5"}', false],
      [502, hotel, false],
      [403, '{"code":"somebodyElses"}', false],
    ];
    for (const [status, body, isOurs] of bodies) {
      const service = answering(status, body);
      await service.settings();
      expect([status, body, service.noted]).toEqual([status, body, [isOurs]]);
    }
  });
});
