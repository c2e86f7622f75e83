import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runInFolder } from "./testing/run-in-folder.ts";

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "warifu-names-"));
  await run("init");
});
afterAll(() => rmSync(folder, { recursive: true }));

const run = (...words: readonly string[]) => runInFolder(folder, ...words);

const institution = {
  "service-id": "10121234",
  "name-ja": "大空",
  "name-en": "Ozora",
  "support-phone": "0120-000-123",
  "support-hours-ja": "平日",
  "support-hours-en": "weekdays",
};
const client = { name: "Bank", "client-id": "bank", "redirect-uri": "http://localhost:4000/callback" };
const staff = { name: "山田花子", branch: "本店", role: "teller" };

/** Every option of a command that is a text for somebody's screen. */
const named: readonly (readonly [command: string, good: Readonly<Record<string, string>>, option: string])[] = [
  ...["name-ja", "name-en", "support-phone", "support-hours-ja", "support-hours-en"].map(
    (option) => ["institution add", institution, option] as const,
  ),
  ["client add", client, "name"],
  ["client set", { "client-id": "bank", name: "Bank" }, "name"],
  ["radius-client set", { "radius-client-id": "vpn", name: "VPN" }, "name"],
  ["staff invite", staff, "name"],
  ["staff invite", staff, "branch"],
  ["radius-client add", { name: "VPN", address: "192.0.2.1" }, "name"],
];

// A direction that is turned round, an isolate, a mark, what takes no room, a line break, a control character.
const hostile = Array.from("\u202E\u2066\u200F\u061C\u200B\u200D\u2060\n\u0007\u2028");

describe("a name that a command takes", () => {
  it.each(named)(
    "%s: %# is refused with what cannot be seen in it, in a sentence that names the option",
    async (...one) => {
      const [command, good, option] = one;
      for (const character of hostile) {
        const values = { ...good, [option]: `大${character}空` };
        const given = Object.entries(values).flatMap(([name, value]) => [`--${name}`, value]);
        const { code, told } = await run(...command.split(" "), ...given);
        expect(code).toBe(2);
        expect(told).toContain(`--${option}`);
        expect(told).toContain("must be one line that can be seen");
        // What is wrong with it must not turn the operator's own screen round.
        expect(told).not.toContain(character === "\n" ? "大\n空" : character);
      }
    },
  );
});
