import type { DemoState } from "./demo-folder.ts";
import { hanako, staff, taro } from "./people.ts";
import { originOf } from "./ports.ts";
import type { Ports } from "./ports.ts";

/** What scripts need to use the running demo; written to credentials.json. */
export function credentialsFor(
  ports: Ports,
  { apiKey }: Pick<DemoState, "apiKey">,
  signInLinks: readonly string[],
  environment: Readonly<Record<string, string>>,
) {
  return {
    bank: { url: originOf(ports.bank), customers: [hanako, taro] },
    gate: { url: originOf(ports.gate) },
    token: { url: originOf(ports.token) },
    console: {
      url: originOf(ports.console),
      staff: staff.map(({ name, role }, index) => ({ name, role, signInLink: signInLinks[index] ?? "" })),
    },
    api: { url: originOf(ports.api), key: apiKey },
    ops: { url: originOf(ports.ops) },
    mailbox: { url: originOf(ports.mailbox) },
    tour: { url: originOf(ports.tour) },
    warifu: { env: environment },
  };
}

export type Credentials = ReturnType<typeof credentialsFor>;
