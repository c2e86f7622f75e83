import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { WireEvent } from "@warifu/wire";
import { describe, expect, it } from "vitest";
import { tellHappening } from "./happening.ts";

const rules = readFileSync(join(import.meta.dirname, "../../../../packages/rules/src/events.ts"), "utf8");
const everyType = [...rules.matchAll(/^ {2}"([a-zA-Z.]+)": "/gm)].map(([, type = ""]) => type);

function event(type: string, customerId: string | null, detail: WireEvent["detail"] = {}): WireEvent {
  const actor = { kind: "customer", id: null, channel: "gate" };
  return { cursor: "1", type, atMs: 0, actor, customerId, tokenId: null, detail };
}

describe("what the service just did", () => {
  it("is told in words for every kind of event that the service knows", () => {
    expect(everyType.length).toBeGreaterThan(25);
    for (const type of everyType) {
      const [ja, en] = [tellHappening(event(type, "taro"), "ja"), tellHappening(event(type, "taro"), "en")];
      expect(ja, type).toMatch(/。$/);
      expect(en, type).toMatch(/[.)]$/);
      for (const text of [ja, en]) expect(text).not.toContain(type);
      expect(en).not.toMatch(/[\u3000-\u9fff]/);
    }
  });

  it("names the person, and the purpose or reason of a code", () => {
    const accepted = event("code.accepted", "hanako", { purpose: "transfer" });
    expect(tellHappening(accepted, "ja")).toBe(
      "振込で、大空 花子さんの番号を受け付けました。この番号は二度と使えません。",
    );
    expect(tellHappening(accepted, "en")).toBe(
      "Accepted the number of Hanako Ozora for a transfer. It never works again.",
    );
    const refused = event("code.refused", "jiro", { reason: "used" });
    expect(tellHappening(refused, "ja")).toBe("jiroさんの番号を受け付けませんでした。使用済みの番号です。");
    expect(tellHappening(event("code.refused", "jiro", { reason: "new" }), "en")).toBe("Refused a number of jiro.");
  });

  it("of a kind that came later than this page is not kept silent", () => {
    expect(tellHappening(event("moon.eaten", null), "ja")).toContain("moon.eaten");
  });
});
