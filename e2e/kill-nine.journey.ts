import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, inject, it } from "vitest";
import { clock, closeWindows, demo, openPc, openPhone } from "./harness/journey.ts";
import { newestMailTo } from "./harness/mail.ts";
import { eventually } from "./harness/patience.ts";
import { newApplicant, warifu } from "./harness/people.ts";
import { confirmCode, enterSetUp, issueToken, logIn, openSetUp, readCode, readUserId } from "./harness/steps.ts";

afterEach(closeWindows);

/** kill -9, as a power cut or the kernel would; then waits until the service has been started again. */
async function killTheService(): Promise<void> {
  const processId = (): number => {
    const file = readFileSync(join(inject("demoFolder"), "processes.json"), "utf8");
    return (JSON.parse(file) as { service: number }).service;
  };
  const killed = processId();
  process.kill(killed, "SIGKILL");
  await eventually("the service has been started again", async () => {
    const answer = await fetch(`${demo.ops.url}/readyz`).catch(() => null);
    return processId() !== killed && answer?.ok === true ? true : undefined;
  });
}

describe("a service killed at any point of the five steps", () => {
  it("lets the customer go on", async () => {
    const person = await newApplicant();
    const mobileEmail = `${person.customerId}@example.jp`;
    const activationPassword = "10213243";
    const [pc, phone] = [await openPc(), await openPhone()];

    await killTheService();
    await logIn(pc.page, person);
    await pc.page.getByText("G-110", { exact: true }).waitFor();
    await killTheService();
    // Half of the page may have come: a person reloads it.
    await pc.page.reload();
    await issueToken(pc.page, { mobileEmail, activationPassword });
    await killTheService();
    // What the killed process had taken to send is free again after its lease.
    await clock.advance(3 * 60);
    await newestMailTo(mobileEmail);
    await pc.page.reload();
    const userId = await readUserId(pc.page);

    await openSetUp(phone.page);
    await killTheService();
    await enterSetUp(phone.page, { serviceId: "10121234", userId, activationPassword });
    await phone.page.getByText("T-130", { exact: true }).waitFor();
    await killTheService();
    const code = await readCode(phone.page);
    await pc.page.reload();
    await confirmCode(pc.page, code);
    await pc.page.getByText("G-130", { exact: true }).waitFor();
    await killTheService();

    const again = await warifu.verify(person.customerId, { otp: code, purpose: "login" });
    expect(again).toMatchObject({ ok: true, value: { accepted: false, reason: "used" } });
    await pc.page.getByRole("button", { name: "インターネットバンキングへ進む" }).click();
    await pc.page.getByText("B-200", { exact: true }).waitFor();
    for (const window of [pc, phone]) window.mistakes.length = 0; // connections that broke are told in the console
  });
});
