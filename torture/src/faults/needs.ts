import { clusterMissing } from "@warifu/storage/test-cluster";
import { nginxMissing } from "./nginx.ts";
import type { Need } from "./fault.ts";

/** Why this machine cannot give it; null when it can. */
export function whyMissing(need: Need): string | null {
  if (need === "linux") return process.platform === "linux" ? null : "this system is not Linux";
  if (need === "nginx") return nginxMissing();
  try {
    return clusterMissing();
  } catch (error) {
    // In CI a missing database is thrown; here it is told like any other failure.
    return error instanceof Error ? error.message : "no PostgreSQL";
  }
}
