import { inFours } from "./in-fours.ts";

/** サービスID: 8 ASCII digits. */
export function isServiceId(text: unknown): text is string {
  return typeof text === "string" && /^[0-9]{8}$/.test(text);
}

/** 1012-1234, as the screens show it. */
export function groupServiceId(serviceId: string): string {
  return inFours(serviceId);
}
