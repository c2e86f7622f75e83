import { randomBytes } from "node:crypto";
import type { DemoFolder } from "./demo-folder.ts";
import { institution } from "./people.ts";
import { originOf } from "./ports.ts";
import type { Ports } from "./ports.ts";

/** Everything `warifu serve` and the other commands are told, as an operator would. */
export function serviceEnvironment(ports: Ports, folder: DemoFolder): Record<string, string> {
  return {
    WARIFU_DATABASE: `sqlite:${folder.database}`,
    WARIFU_KEY_RING: folder.keyRing,
    WARIFU_ENVIRONMENT: "training",
    WARIFU_LOG_LEVEL: process.env["WARIFU_LOG_LEVEL"] ?? "warn",
    WARIFU_HOST: "127.0.0.1",
    WARIFU_GATE_PORT: String(ports.gate),
    WARIFU_TOKEN_PORT: String(ports.token),
    WARIFU_CONSOLE_PORT: String(ports.console),
    WARIFU_API_PORT: String(ports.api),
    WARIFU_OPS_PORT: String(ports.ops),
    WARIFU_GATE_ORIGIN: originOf(ports.gate),
    WARIFU_TOKEN_ORIGIN: originOf(ports.token),
    WARIFU_CONSOLE_ORIGIN: originOf(ports.console),
    WARIFU_API_ORIGIN: originOf(ports.api),
    WARIFU_SMTP_URL: `smtp://127.0.0.1:${ports.smtp}`,
    WARIFU_MAIL_FROM: "token@otp-auth.example",
  };
}

/** The bank is told before it is known to the gate, so that its first page need not wait for that. */
export function bankEnvironment(ports: Ports, folder: DemoFolder): Record<string, string> {
  return {
    BANK_PORT: String(ports.bank),
    BANK_ORIGIN: originOf(ports.bank),
    BANK_CUSTOMERS_FILE: folder.bankCustomers,
    // A new one at each start: its sessions live in memory and end with it anyway.
    BANK_SESSION_KEY: randomBytes(32).toString("hex"),
    BANK_SUPPORT_PHONE: institution.supportPhone,
    BANK_SAMPLE_PEOPLE_FILE: folder.bankSample,
    WARIFU_ISSUER: originOf(ports.gate),
    WARIFU_CLIENT_ID: bankClientId(ports),
    WARIFU_CLIENT_SECRET_FILE: folder.bankClientSecret,
  };
}

/** One client for each address the bank has had: the gate sends its answers nowhere else. */
export function bankClientId(ports: Ports): string {
  return `ozora-bank-${ports.bank}`;
}
