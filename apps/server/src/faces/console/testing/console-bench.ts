import { apply, importToken } from "@warifu/rules";
import type { CustomerProfile, EventType, Institution, Staff, StaffRole, TokenId } from "@warifu/rules";
import type { FastifyInstance, InjectOptions } from "fastify";
import { makeTestService, testConfig } from "../../../tests/test-service.ts";
import { makeConsoleFace } from "../make-console-face.ts";
import { signInLinkId, signInLinkKind } from "../sign-in/sign-in-link.ts";
import { operator, operatorEvent } from "../../../commands/operator.ts";

export const origin = testConfig.origins.console;
/** The key of every token of the bench, and how its codes are made. */
export const key = new Uint8Array(32).fill(3);
export const parameters = { algorithm: "SHA-256", digits: 8, periodSeconds: 60 } as const;
export const nobody: CustomerProfile = {
  name: null,
  nameKana: null,
  branchCode: null,
  accountNumber: null,
  phone: null,
};
export const markup = `<script>alert(1)</script>"'><img src=x onerror=alert(1)>`;

/** The console of one institution with a teller and an auditor, a second institution with a teller, and one customer; nothing listens. */
export async function openConsoleBench() {
  const test = await makeTestService();
  const app = await makeConsoleFace(test.service);
  const { storage } = test.service;

  const event = (type: EventType, institutionId: string) => operatorEvent(type, test.clock.nowMs, institutionId);

  async function addStaff(
    staffId: string,
    role: StaffRole,
    institutionId = "institution-1",
    names: Partial<Pick<Staff, "name" | "branchName">> = {},
  ): Promise<Staff> {
    const staff: Staff = {
      staffId,
      institutionId,
      name: `担当 ${staffId}`,
      branchName: "本店",
      role,
      passkeys: [],
      disabledAtMs: null,
      ...names,
    };
    await test.service.storage.putStaff(staff, event("staff.saved", institutionId));
    return staff;
  }

  async function register(customerId: string, profile: CustomerProfile = nobody): Promise<void> {
    const { institution, service } = test;
    const { institutionId } = institution;
    await service.perform(institution, { institutionId, customerId }, operator, (state, context) =>
      apply(state, { institutionId, customerId, profile }, context),
    );
  }

  async function putInUse(customerId: string): Promise<void> {
    const { institution, service } = test;
    const { institutionId } = institution;
    const tokenId = `token-${customerId}` as TokenId;
    await service.perform(institution, { institutionId, customerId }, operator, (state, context) =>
      importToken(state, { institutionId, customerId, tokenId, key, ...parameters }, context),
    );
  }

  async function linkFor(staffId: string): Promise<string> {
    const token = `link-of-${staffId}-${Math.random().toString(36).slice(2)}-padding-padding`;
    await test.service.storage.put(signInLinkKind, signInLinkId(token), { staffId }, test.clock.nowMs + 86_400_000);
    return token;
  }

  async function signedIn(staffId: string): Promise<Browser> {
    const browser = new Browser(app);
    const { statusCode, headers } = await browser.useLink(await linkFor(staffId));
    if (statusCode !== 303 || headers.location !== "/passkeys") throw new Error(`${staffId} could not sign in`);
    return browser;
  }

  const stateOf = (customerId: string) =>
    test.service.storage.look({ institutionId: test.institution.institutionId, customerId });
  const eventsOf = (customerId: string) =>
    test.service.storage.eventsOfCustomer(test.institution.institutionId, customerId, 100);

  const other: Institution = { ...test.institution, institutionId: "institution-2", serviceId: "20121234" };
  await storage.putInstitution(other, event("institution.saved", other.institutionId));
  await addStaff("teller-1", "teller");
  await addStaff("auditor-1", "auditor");
  await addStaff("foreign-1", "teller", "institution-2");
  await register("hanako", {
    ...nobody,
    name: "大空花子",
    nameKana: "オオゾラ ハナコ",
    branchCode: "001",
    accountNumber: "1234567",
    phone: "03-1234-5678",
  });
  return {
    test,
    app,
    event,
    addStaff,
    register,
    putInUse,
    linkFor,
    signedIn,
    stateOf,
    eventsOf,
    newBrowser: () => new Browser(app),
    async close() {
      await app.close();
      await test.service.close();
    },
  };
}

let browsers = 1;

/** Somebody at a browser: cookies, own origin, forms. */
class Browser {
  readonly cookies = new Map<string, string>();
  readonly remoteAddress = `10.0.${Math.floor(browsers / 250)}.${browsers++ % 250}`;
  readonly #app: FastifyInstance;

  constructor(app: FastifyInstance) {
    this.#app = app;
  }

  async ask(options: InjectOptions) {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const answer = await this.#app.inject({
      remoteAddress: this.remoteAddress,
      ...options,
      headers: { ...(cookie === "" ? {} : { cookie }), ...options.headers },
    });
    for (const { name, value } of answer.cookies) {
      if (value === "") this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    return answer;
  }

  get(url: string) {
    return this.ask({ method: "GET", url });
  }

  /** Presses the button of C-221, which carries what the screen showed. */
  async perform(check: string) {
    const { body } = await this.get(check);
    return this.post(check, { seen: seenIn(body) });
  }

  useLink(link: string) {
    return this.post("/sign-in/link", { link });
  }

  post(url: string, fields: Record<string, string> = {}, headers: Record<string, string> = { origin }) {
    const form = { "content-type": "application/x-www-form-urlencoded", ...headers };
    return this.ask({ method: "POST", url, payload: new URLSearchParams(fields).toString(), headers: form });
  }
}

/** What C-221 says that it showed. */
export function seenIn(body: string): string {
  return /name="seen" value="([0-9a-f]{64})"/.exec(body)?.[1] ?? "";
}
