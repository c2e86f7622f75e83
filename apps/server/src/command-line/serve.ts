import { faceNames, standardFaceNames } from "../configuration/faces.ts";
import type { FaceName } from "../configuration/faces.ts";
import { readConfig } from "../configuration/read-config.ts";
import { Refused } from "../refused.ts";
import type { LocalCommand } from "../commands/command.ts";

export const serve: LocalCommand = {
  kind: "local",
  name: "serve",
  summary: "starts the service",
  help: `
  [--faces gate,token,api,console,ops]   only these faces; without it these five. A sixth, radius, starts only when it is named

  Environment: WARIFU_DATABASE, WARIFU_KEY_RING, WARIFU_GATE_ORIGIN, WARIFU_TOKEN_ORIGIN, WARIFU_CONSOLE_ORIGIN,
  WARIFU_API_ORIGIN, WARIFU_SMTP_URL, WARIFU_MAIL_FROM are needed; WARIFU_HOST, WARIFU_OPS_HOST, WARIFU_{GATE,TOKEN,CONSOLE,API,OPS}_PORT,
  WARIFU_RADIUS_{HOST,PORT}, WARIFU_ENVIRONMENT, WARIFU_LOG_LEVEL, WARIFU_TRUSTED_PROXIES, WARIFU_STOP_WAIT_SECONDS have standard values. Without them all, a list tells what is missing.`,
  options: { faces: { type: "string" } },
  async run(values, environment) {
    const config = readConfig(environment);
    const faces = readFaces(values["faces"]);
    const { runService } = await import("../serving/run-service.ts");
    await runService(config, faces);
    return null;
  },
};

function readFaces(value: unknown): readonly FaceName[] {
  if (typeof value !== "string") return standardFaceNames;
  const given = value.split(",").map((name) => name.trim());
  const wrong = given.filter((name) => !faceNames.some((face) => face === name));
  if (wrong.length > 0) {
    throw new Refused(`--faces knows ${faceNames.join(", ")}, but not ${wrong.map((name) => `"${name}"`).join(", ")}.`);
  }
  return faceNames.filter((face) => given.includes(face));
}
