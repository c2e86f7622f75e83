import type { DemoFolder, DemoState } from "./demo-folder.ts";
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

export function bankEnvironment(ports: Ports, folder: DemoFolder, state: DemoState): Record<string, string> {
  return {
    BANK_PORT: String(ports.bank),
    BANK_ORIGIN: originOf(ports.bank),
    BANK_CUSTOMERS_FILE: folder.bankCustomers,
    BANK_SESSION_KEY: state.bankSessionKey,
    BANK_SUPPORT_PHONE: institution.supportPhone,
    BANK_SAMPLE_NOTE: "1",
    WARIFU_ISSUER: originOf(ports.gate),
    WARIFU_CLIENT_ID: state.clientId,
    WARIFU_CLIENT_SECRET: state.clientSecret,
  };
}
