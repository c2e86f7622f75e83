import { whatIsDue } from "@warifu/rules";
import { afterAll, describe, expect, it } from "vitest";
import { openConsoleBench } from "../testing/console-bench.ts";
import type { ProcedureName } from "./procedures.ts";
import { procedureWords } from "./words.ts";

const bench = await openConsoleBench();
const { test, putInUse, register, signedIn, stateOf } = bench;
afterAll(bench.close);

const { reissue, names } = procedureWords.ja;
type Browser = Awaited<ReturnType<typeof signedIn>>;

/** The steps that C-210 names, in their order. */
async function stepsShown(browser: Browser, customerId: string): Promise<readonly string[]> {
  const { body } = await browser.get(`/customers/${customerId}`);
  const part = body.slice(body.indexOf(reissue.title));
  return [...part.matchAll(/<li>([^]*?)<\/li>/g)]
    .map(([, text = ""]) => text)
    .slice(0, part.split("</ol>")[0]?.match(/<li>/g)?.length);
}

/** Carries out one procedure from its button on C-210 to its last one. */
async function carryOut(browser: Browser, customerId: string, procedure: ProcedureName): Promise<void> {
  const { body } = await browser.get(`/customers/${customerId}`);
  const href = new RegExp(`<a[^>]*href="([^"]*)"[^>]*>${names[procedure]}</a>`).exec(body)?.[1] ?? "";
  expect(href, procedure).not.toBe("");
  const reason = procedure === "apply" ? "afterRevocation" : "phoneChanged";
  const asked = await browser.post(href.split("?")[0] ?? "", { customerId, identityCheck: "driverLicence", reason });
  expect((await browser.perform(String(asked.headers.location))).statusCode).toBe(303);
}

const dueOf = async (customerId: string) => whatIsDue(await stateOf(customerId), test.clock.nowMs).kind;

describe("a customer who asks for 再発行", () => {
  it.each(["in use", "suspended"] as const)(
    "whose token is %s is told step by step on C-210, and the steps lead to a new token",
    async (standing) => {
      const customerId = `again-${standing.replace(" ", "-")}`;
      await putInUse(customerId);
      const browser = await signedIn("teller-1");
      if (standing === "suspended")
        await browser.post(`/customers/${customerId}/suspend`, { identityCheck: "notYet", reason: "lost" });
      expect(await stepsShown(browser, customerId)).toEqual([
        reissue.steps.revoke,
        reissue.steps.apply,
        reissue.customer,
      ]);
      await carryOut(browser, customerId, "revoke");
      expect((await browser.get(`/customers/${customerId}`)).body).toContain("再発行のご希望のときは");
      expect(await dueOf(customerId)).toBe("revoked");
      expect(await stepsShown(browser, customerId)).toEqual([reissue.steps.apply, reissue.customer]);
      await carryOut(browser, customerId, "apply");
      expect(await dueOf(customerId)).toBe("issue");
      expect(await stepsShown(browser, customerId)).toEqual([reissue.customer]);
      expect((await browser.get(`/customers/${customerId}`)).body).toContain(reissue.nothing);
    },
  );

  it("is not spoken of where nobody has applied, nor to auditors, who carry out nothing", async () => {
    await register("applied-only");
    expect((await (await signedIn("auditor-1")).get("/customers/applied-only")).body).not.toContain(reissue.title);
    expect((await (await signedIn("teller-1")).get("/customers/applied-only")).body).toContain(reissue.nothing);
  });

  it("finds the steps in the words of the buttons that stand beside them", () => {
    for (const language of ["ja", "en"] as const) {
      const { names: buttons, reissue: told, reasons } = procedureWords[language];
      expect(told.steps.revoke).toContain(buttons.revoke);
      expect(told.steps.apply).toContain(buttons.apply);
      expect(told.steps.apply).toContain(reasons.afterRevocation);
      expect(told.steps.allowIssuance).toContain(buttons.allowIssuance);
    }
  });
});
