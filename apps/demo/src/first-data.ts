import { warifu } from "./child.ts";
import type { DemoFolder, DemoState } from "./demo-folder.ts";
import { bankClientId } from "./environments.ts";
import { hanako, hanakoAtTheBranch, institution, staff } from "./people.ts";
import { originOf } from "./ports.ts";
import type { Ports } from "./ports.ts";

/** The commands an operator uses, with the demo's settings: `operator("client add", { name: "…" })`. */
export type Operator = (
  command: string,
  options?: Readonly<Record<string, string>>,
) => Promise<Record<string, unknown>>;

export function operatorOf(environment: Readonly<Record<string, string>>, stopped: AbortSignal): Operator {
  return (command, options = {}) => {
    const given = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
    return warifu([...command.split(" "), ...given], environment, stopped);
  };
}

const { serviceId } = institution;

/** The institution, its staff with their one-time sign-in links, the bank as its client. Needs the service to run. */
export async function makeFirstData(
  operator: Operator,
  folder: DemoFolder,
  ports: Ports,
): Promise<{ readonly state: DemoState; readonly signInLinks: readonly string[] }> {
  await operator("institution add", {
    "service-id": serviceId,
    policy: folder.policy,
    "name-ja": institution.nameJa,
    "name-en": institution.nameEn,
    "support-phone": institution.supportPhone,
    "support-hours-ja": institution.supportHoursJa,
    "support-hours-en": institution.supportHoursEn,
    accent: institution.accent,
    "accent-dark": institution.accentDark,
    logo: institution.logo,
  });
  const [client, invited] = await Promise.all([
    makeBankClient(operator, ports),
    Promise.all(
      staff.map(({ name, branch, role }) => operator("staff invite", { "service-id": serviceId, name, branch, role })),
    ),
  ]);
  await registerHanako(ports, client.apiKey);
  return {
    state: { ...client, staffIds: invited.map(({ staffId }) => String(staffId)) },
    signInLinks: invited.map(({ signInLink }) => String(signInLink)),
  };
}

/** The bank as the gate knows it at this address, and an API key for its programmer. */
export async function makeBankClient(operator: Operator, ports: Ports): Promise<Omit<DemoState, "staffIds">> {
  const bankOrigin = originOf(ports.bank);
  const clientId = bankClientId(ports);
  const client = await operator("client add", {
    "service-id": serviceId,
    name: institution.nameJa,
    "client-id": clientId,
    "redirect-uri": `${bankOrigin}/callback`,
  });
  const { apiKey } = await operator("api-key create", { "client-id": clientId });
  return { bankOrigin, clientId, clientSecret: String(client["clientSecret"]), apiKey: String(apiKey) };
}

/** The branch has registered Hanako's application: by REST, as a bank's own system would. */
async function registerHanako(ports: Ports, apiKey: string): Promise<void> {
  const answer = await fetch(`${originOf(ports.api)}/v1/customers/${hanako.customerId}/application`, {
    method: "PUT",
    headers: { authorization: `Bearer ${apiKey}`, "content-type": "application/json" },
    body: JSON.stringify(hanakoAtTheBranch),
  });
  if (!answer.ok) throw new Error(`Hanako's application was not registered: ${answer.status} ${await answer.text()}`);
}

/** A fresh one-time sign-in link for each of the staff; links of earlier starts end. */
export async function inviteStaff(operator: Operator, state: DemoState): Promise<string[]> {
  return await Promise.all(state.staffIds.map((_, index) => inviteOne(operator, state, index)));
}

/** A fresh one-time sign-in link for one of the staff. @throws RangeError when there is nobody at this place */
export async function inviteOne(operator: Operator, { staffIds }: DemoState, index: number): Promise<string> {
  const staffId = staffIds[index];
  if (staffId === undefined) throw new RangeError("there is no such member of staff");
  const { signInLink } = await operator("staff invite", { "service-id": serviceId, "staff-id": staffId });
  return String(signInLink);
}
