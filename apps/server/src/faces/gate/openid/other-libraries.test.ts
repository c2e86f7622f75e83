import { execFile, spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import type { KeyObject } from "node:crypto";
import { once } from "node:events";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { clientSecret, codeNow, freePort, openGateBench, redirectUri, startUse } from "../testing/gate-bench.ts";
import type { GateBench } from "../testing/gate-bench.ts";

const root = join(import.meta.dirname, "../../../../../..");
const document = readFileSync(join(root, "docs/integration.md"), "utf8");
const kid = "2026";

let bench: GateBench;
let folder: string;
let key: KeyObject;
let recipe: PassportRecipe;

/** What the passport recipe gives; the strategy does to itself what passport has it do: `redirect`, `success`, `fail` or `error`. */
interface PassportRecipe {
  signHint(settings: object, customerId: string, purpose: string): Promise<string>;
  gateStrategy(settings: object): Promise<{ authenticate(request: object, options: object): void }>;
}

/** The one block of the document that begins like this. */
function blockOf(language: string, beginning: string): string {
  const blocks = [...document.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, "gms"))];
  const [only, ...others] = blocks.map(([, block = ""]) => block).filter((block) => block.startsWith(beginning));
  expect(others).toEqual([]);
  return only ?? expect.fail(`no block that begins with ${beginning}`);
}

const hinted = (authentication: "client_secret_post" | "client_secret_basic") => {
  const { d: _d, ...jwk } = key.export({ format: "jwk" });
  return { requests: "hinted", authentication, idTokenAlgorithm: null, keys: [{ ...jwk, kid }] } as const;
};

const hintOf = (clientId: string, customerId: string) =>
  recipe.signHint({ gate: bench.origin, clientId, key, kid }, customerId, "login");

beforeAll(async () => {
  bench = await openGateBench();
  key = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;
  folder = mkdtempSync(join(tmpdir(), "warifu-libraries-"));
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"), "junction");
  const file = join(folder, "gate-strategy.mjs");
  writeFileSync(file, blockOf("js", "// gate-strategy.mjs"));
  recipe = (await import(pathToFileURL(file).href)) as PassportRecipe;
});
afterAll(async () => {
  await bench.close();
  rmSync(folder, { recursive: true });
});

/**
 * The customer's browser at the gate: to the field for the code, a code into it, and sent back; gives the address it is sent to. The code
 * of the next minute, since this one's has been used for the set-up: the others' clocks are not ours to move.
 */
async function proveCode(address: string): Promise<URL> {
  const window = bench.window();
  const page = await window.open(address);
  const { url } = await window.post(`${page.url.pathname}/verify`, { otp: codeNow(bench, 1) });
  return url;
}

describe("passport-openidconnect, by the recipe of docs/integration.md", () => {
  it("logs a customer in by a code, and takes nobody else's answer", async () => {
    await bench.addClient("passport", hinted("client_secret_post"));
    const settings = { gate: bench.origin, clientId: "passport", clientSecret, callbackURL: redirectUri };
    const strategy = await recipe.gateStrategy(settings);
    const authenticate = (request: object, options: object = {}) =>
      new Promise<unknown>((resolve) => {
        const acts = {
          redirect: (location: string) => resolve({ location }),
          success: (user: unknown) => resolve({ user }),
          fail: (info: unknown) => resolve({ refused: info }),
          error: (error: unknown) => resolve({ error }),
        };
        Object.assign(Object.create(strategy) as typeof strategy, acts).authenticate(request, options);
      });

    for (const [customerId, asked, outcome] of [
      ["taro", "taro", { user: { customerId: "taro", acr: "urn:warifu:otp" } }],
      ["victim", "thief", { refused: { message: "somebody else" } }],
    ] as const) {
      await startUse(bench, asked);
      const session = { customerId };
      const sent = await authenticate({ query: {}, session }, { hint: await hintOf("passport", asked) });
      expect(sent).toEqual({ location: expect.any(String) as string });
      const answer = await proveCode((sent as { location: string }).location);
      const query = Object.fromEntries(answer.searchParams);
      expect(await authenticate({ query, session }), customerId).toEqual(outcome);
    }
  });
});

const apacheProgram = "/usr/sbin/apache2";
const modules = "/usr/lib/apache2/modules";
const hasApache = existsSync(apacheProgram) && existsSync(`${modules}/mod_auth_openidc.so`);

/** Debian: apache2 and libapache2-mod-auth-openidc; where they are not installed, this is skipped. */
describe.skipIf(!hasApache)("Apache's mod_auth_openidc, by the recipe of docs/integration.md", () => {
  let apache: ChildProcess;
  let origin: string;

  beforeAll(async () => {
    const port = await freePort();
    origin = `http://localhost:${port}`;
    await bench.addClient("apache", hinted("client_secret_basic"), [`${origin}/protected/callback`]);
    const home = join(folder, "apache");
    mkdirSync(join(home, "htdocs/protected"), { recursive: true });
    writeFileSync(join(home, "htdocs/protected/index.html"), "in");
    writeFileSync(join(home, "passphrase"), "#!/bin/sh\necho of-this-test\n");
    writeFileSync(join(home, "httpd.conf"), configuration(home, port));
    for (const path of [folder, home, join(home, "passphrase")]) chmodSync(path, 0o755);
    apache = spawn(apacheProgram, ["-DFOREGROUND", "-f", join(home, "httpd.conf")], { stdio: "inherit" });
    while (apache.exitCode === null && !(await answers(origin))) await pause(50);
    expect(apache.exitCode).toBeNull();
  });
  afterAll(async () => {
    if (apache.exitCode !== null) return;
    apache.kill();
    await once(apache, "exit");
  });

  /** The recipe's own lines at this machine's addresses, in the least server that can carry them. */
  function configuration(home: string, port: number): string {
    const lines = blockOf("apache", "OIDCProviderMetadataURL")
      .replaceAll("https://gate.otp.example.jp", bench.origin)
      .replaceAll("https://bank.example.jp", origin)
      .replaceAll("CLIENT_ID", "apache")
      .replaceAll("CLIENT_SECRET", `"${clientSecret}"`)
      .replaceAll("/usr/local/bin/passphrase", join(home, "passphrase"));
    const loaded = ["mpm_event", "authn_core", "authz_core", "authz_user", "dir", "mime", "headers", "auth_openidc"];
    return `ServerRoot ${home}
ServerName localhost
DefaultRuntimeDir ${home}
PidFile ${home}/httpd.pid
Listen ${port}
${loaded.map((name) => `LoadModule ${name}_module ${modules}/mod_${name}.so`).join("\n")}
TypesConfig /dev/null
ErrorLog ${home}/error.log
StartServers 1
DocumentRoot ${home}/htdocs
DirectoryIndex index.html
${process.getuid?.() === 0 ? "User www-data\nGroup www-data" : ""}
${lines}
<Location /protected>
  Header set X-Sub %{OIDC_CLAIM_sub}e
  Header set X-Acr %{OIDC_CLAIM_acr}e
</Location>
`;
  }

  /** From the log-in application's redirect over the gate and back into the protected folder; gives the page there. */
  async function visit(customerId: string, atGate: (address: string) => Promise<URL>): Promise<Response> {
    const cookies = new Map<string, string>();
    const ask = async (address: string | URL) => {
      const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
      const response = await fetch(address, { redirect: "manual", headers: { cookie } });
      for (const line of response.headers.getSetCookie()) {
        const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
        cookies.set(name, value);
      }
      return response;
    };
    const start = new URL("/protected/callback", origin);
    start.search = new URLSearchParams({
      iss: bench.origin,
      target_link_uri: `${origin}/protected/`,
      auth_request_params: `login_hint_token=${await hintOf("apache", customerId)}`,
    }).toString();
    const sent = await ask(start);
    const back = await ask(await atGate(sent.headers.get("location") ?? ""));
    expect(back.headers.get("location")).toBe(`${origin}/protected/`);
    return ask(`${origin}/protected/`);
  }

  it("lets a customer in after a code, and hands on who it is and what was proved", async () => {
    await startUse(bench, "hanako");
    const { status, headers } = await visit("hanako", proveCode);
    expect([status, headers.get("x-sub"), headers.get("x-acr")]).toEqual([200, "hanako", "urn:warifu:otp"]);
  });

  it("lets in nobody who has proved no code", async () => {
    const { status } = await visit("without", async (address) => (await bench.window().open(address)).url);
    expect(status).toBe(401);
  });
});

async function answers(origin: string): Promise<boolean> {
  return fetch(origin).then(
    () => true,
    () => false,
  );
}

const python = "/usr/bin/python3";
const hasAuthlib = await promisify(execFile)(python, ["-c", "import authlib, requests"]).then(
  () => true,
  () => false,
);

/** Debian: python3-authlib and python3-requests; where they are not installed, this is skipped. */
describe.skipIf(!hasAuthlib)("Authlib, by the recipe of docs/integration.md", () => {
  it("logs a customer in by a code", async () => {
    const openid = {
      requests: "pushed",
      authentication: "client_secret_basic",
      idTokenAlgorithm: null,
      keys: [],
    } as const;
    await startUse(bench, "saburo");
    await bench.addClient("authlib", openid);
    const given = { issuer: bench.origin, client_id: "authlib", client_secret: clientSecret };
    const program = `
import json, sys, requests
from urllib.parse import urlencode
from authlib.common.security import generate_token
from authlib.integrations.requests_client import OAuth2Session
from authlib.jose import JsonWebKey, jwt
from authlib.oidc.core import CodeIDToken
globals().update(json.loads(sys.argv[1]))
${blockOf("python", "# To the gate.")}
print(location, flush=True)
answer = sys.stdin.readline().strip()
${blockOf("python", "# And back:")}
print(json.dumps([claims["sub"], claims["acr"]]))
`;
    const more = { ...given, redirect_uri: redirectUri, customer_id: "saburo" };
    const env = { PATH: process.env["PATH"], AUTHLIB_INSECURE_TRANSPORT: "1" };
    const child = spawn(python, ["-c", program, JSON.stringify(more)], { env, stdio: ["pipe", "pipe", "inherit"] });
    const said = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const location = (await said.next()).value as string;
    child.stdin.end(`${(await proveCode(location)).href}\n`);
    expect(JSON.parse((await said.next()).value as string)).toEqual(["saburo", "urn:warifu:otp"]);
  });
});
