import { randomBytes } from "node:crypto";
import { warifu } from "./child.ts";
import type { DemoFolder, DemoState } from "./demo-folder.ts";
import { hanako, hanakoAtTheBranch, institution, staff } from "./people.ts";
import { originOf } from "./ports.ts";
import type { Ports } from "./ports.ts";

/** Key ring and database. Must be there before the service starts. */
export async function makeDatabase(environment: Record<string, string>): Promise<void> {
  await warifu(["init"], environment);
}

/** Institution, client and API key, by the commands an operator uses; the running service carries them out. */
export async function makeInstitution(
  folder: DemoFolder,
  ports: Ports,
  environment: Record<string, string>,
): Promise<DemoState> {
  const { serviceId } = institution;
  await warifu(["institution", "add", ...institutionOptions(folder)], environment);
  const [client, staffIds] = await Promise.all([
    warifu(
      [
        "client",
        "add",
        "--service-id",
        serviceId,
        "--name",
        institution.nameJa,
        "--redirect-uri",
        `${originOf(ports.bank)}/callback`,
      ],
      environment,
    ),
    Promise.all(
      staff.map(async ({ name, branch, role }) => {
        const args = ["staff", "invite", "--service-id", serviceId, "--name", name, "--branch", branch, "--role", role];
        return String((await warifu(args, environment))["staffId"]);
      }),
    ),
  ]);
  const clientId = String(client["clientId"]);
  const { apiKey } = await warifu(["api-key", "create", "--client-id", clientId], environment);
  return {
    clientId,
    clientSecret: String(client["clientSecret"]),
    apiKey: String(apiKey),
    staffIds,
    bankSessionKey: randomBytes(32).toString("hex"),
  };
}

function institutionOptions(folder: DemoFolder): string[] {
  const options = {
    "--service-id": institution.serviceId,
    "--policy": folder.policy,
    "--name-ja": institution.nameJa,
    "--name-en": institution.nameEn,
    "--support-phone": institution.supportPhone,
    "--support-hours-ja": institution.supportHoursJa,
    "--support-hours-en": institution.supportHoursEn,
  };
  return Object.entries(options).flat();
}

/** The branch has registered Hanako's application: by REST, as a bank's own system would. */
export async function registerHanako(ports: Ports, apiKey: string): Promise<void> {
  const answer = await fetch(`${originOf(ports.api)}/v1/customers/${hanako.customerId}/application`, {
    method: "PUT",
    headers: { authorization: `Bearer ${apiKey}`, "content-type": "application/json" },
    body: JSON.stringify(hanakoAtTheBranch),
  });
  if (!answer.ok) throw new Error(`Hanako's application was not registered: ${answer.status} ${await answer.text()}`);
}

/** A fresh one-time sign-in link for each of the staff; links of earlier starts end. */
export async function inviteStaff(state: DemoState, environment: Record<string, string>): Promise<string[]> {
  return await Promise.all(
    state.staffIds.map(async (staffId) => {
      const args = ["staff", "invite", "--service-id", institution.serviceId, "--staff-id", staffId];
      return String((await warifu(args, environment))["signInLink"]);
    }),
  );
}
