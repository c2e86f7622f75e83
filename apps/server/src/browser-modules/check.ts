import type { FaceName } from "../configuration/faces.ts";
import { Refused } from "../refused.ts";
import { fingerprintOf, parts, stampOf } from "./parts.ts";

/**
 * That what the named faces serve to browsers is built, and from these sources. Reads only: the service builds nothing and needs no
 * builder. @throws Refused otherwise: an old app next to a new service is worse than no start
 */
export function checkBrowserModules(faces: readonly FaceName[]): void {
  const problems = parts
    .filter(({ neededBy }) => neededBy.some((face) => faces.includes(face)))
    .flatMap((part) => {
      const stamp = stampOf(part);
      if (stamp === null) return `The ${part.name}: not built yet.`;
      return stamp === fingerprintOf(part) ? [] : `The ${part.name}: built from other sources than these.`;
    });
  if (problems.length === 0) return;
  throw new Refused(
    `What browsers load does not belong to this version.\n${problems.map((problem) => `  ${problem}`).join("\n")}\n` +
      "Build it with `npm run build`, where the development packages are installed (`npm ci`), and bring it here with the rest.",
  );
}
