import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { apiKeys, openApiBench } from "./testing/api-bench.ts";
import type { ApiBench } from "./testing/api-bench.ts";

const run = promisify(execFile);
const text = readFileSync(join(import.meta.dirname, "../../../../../docs/integration.md"), "utf8");
const section = /^## REST v1\n(.*?)^## /ms.exec(text)?.[1] ?? "";

interface Sample {
  readonly command: string;
  /** Lines joined; "…" stands for whatever differs each time. */
  readonly answer: string;
}

/** The section's console blocks: what stands behind "$ ", with its continued lines, and what the document prints below it. */
const samples: readonly Sample[] = [...section.matchAll(/^```console\n(.*?)^```$/gms)].flatMap(([, block = ""]) =>
  [...block.matchAll(/^\$ ((?:.*\\\n)*.*)\n((?:(?!\$ ).*\n)*)/gm)].map(([, command = "", printed = ""]) => ({
    command,
    answer: printed.replaceAll(/\n\s*/g, ""),
  })),
);

const hasCurl = await run("sh", ["-c", "curl --version"]).then(
  () => true,
  () => false,
);

let bench: ApiBench;
let folder: string;
let address: string;

beforeAll(async () => {
  bench = await openApiBench();
  address = await bench.app.listen({ host: "127.0.0.1", port: 0 });
  folder = mkdtempSync(join(tmpdir(), "warifu-curl-"));
  // As the demo leaves it in the folder in which the reader stands.
  mkdirSync(join(folder, ".demo"));
  writeFileSync(join(folder, ".demo/credentials.json"), JSON.stringify({ api: { key: apiKeys.bank } }));
});
afterAll(async () => {
  await bench.close();
  rmSync(folder, { recursive: true });
});

/** All of them in one shell, one after the other, as a reader pastes them. Gives what each printed. */
async function runSamples(): Promise<string[]> {
  const mark = "<next>";
  const script = samples.map(({ command }) => `${command}\nprintf '%s' '${mark}'`).join("\n");
  const PATH = `${dirname(process.execPath)}${delimiter}${process.env["PATH"] ?? ""}`;
  // The demo's port may be taken on this machine: its address is the one thing that is replaced.
  const { stdout } = await run("sh", ["-ec", script.replace("API=http://localhost:4004\n", `API=${address}\n`)], {
    cwd: folder,
    env: { PATH },
  });
  return stdout.split(mark).slice(0, -1);
}

function asDocumented(answer: string): RegExp {
  const parts = answer.split("…").map((part) => RegExp.escape(part));
  return new RegExp(`^${parts.join(".+")}$`, "s");
}

// Without curl it is skipped; in CI, which installs it, it fails.
describe.skipIf(!hasCurl && process.env["CI"] !== "true")("the curl samples of docs/integration.md", () => {
  it("print what stands below them, run as they stand there, one after the other", async () => {
    expect(samples.length).toBeGreaterThanOrEqual(9);
    const printed = await runSamples();
    expect(printed).toHaveLength(samples.length);
    const answers = samples.map(({ answer }) => expect.stringMatching(asDocumented(answer)) as string);
    expect(printed).toEqual(answers);
  });

  it("are not told to be right: an answer that is another one is found", () => {
    expect('{"accepted":true}').not.toMatch(asDocumented('{"accepted":false,"reason":"not_in_use"}'));
    expect('{"code":"x","message":""}').not.toMatch(asDocumented('{"code":"x","message":"…"}'));
  });
});

describe("the event that docs/integration.md shows", () => {
  it("is what the feed has of an accepted code, but for its numbers", async () => {
    const shown: unknown = JSON.parse(/^```json\n(.*?)^```$/ms.exec(section)?.[1] ?? "");
    await bench.customerInUse("hanako");
    const payload = { otp: bench.code(), purpose: "transfer", reference: "T-2026-000123" };
    expect((await bench.verify("hanako", "", { payload })).json()).toEqual({ accepted: true });
    const { events } = (await bench.ask({ url: "/v1/events?after=0&limit=1000" })).json<{
      events: { type: string }[];
    }>();
    const accepted = events.filter(({ type }) => type === "code.accepted");
    expect(accepted.map(shapeOf)).toEqual([shapeOf(shown)]);
    expect(accepted).toMatchObject([
      { customerId: "hanako", detail: { purpose: "transfer", reference: "T-2026-000123" } },
    ]);
  });
});

/** The same with every value replaced by its type. */
function shapeOf(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return typeof value;
  return Object.fromEntries(Object.entries(value).map(([field, inside]) => [field, shapeOf(inside)]));
}
