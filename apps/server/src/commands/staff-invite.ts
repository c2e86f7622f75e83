import { createHash, randomBytes, randomUUIDv7 } from "node:crypto";
import type { Institution, Staff } from "@warifu/rules";
import { z } from "zod";
import { Refused } from "../refused.ts";
import { operatorEvent } from "./operator.ts";
import { dataCommand } from "./command.ts";
import type { CommandHost } from "./command.ts";
import { chosenServiceId, findInstitution, textOption } from "./find-institution.ts";

/** RecordStore name space of one-time sign-in links: id = SHA-256 (hex) of what follows "#" in the link, payload { staffId }, taken once. */
const linkKind = "sign-in-link";
const linkLivesMs = 24 * 60 * 60 * 1000;

const schema = z
  .strictObject({
    serviceId: chosenServiceId,
    name: textOption(60).optional(),
    branch: textOption(60).optional(),
    role: z.enum(["teller", "approver", "auditor", "admin"], "must be teller, approver, auditor or admin").optional(),
    staffId: z.string().optional(),
  })
  .refine((input) => input.staffId !== undefined || (input.name && input.branch && input.role), {
    path: ["name"],
    message: "--branch and --role are needed for a new staff member (or --staff-id for one who is known)",
  });

type Input = z.infer<typeof schema>;

export const staffInvite = dataCommand({
  name: "staff invite",
  summary: "adds a staff member and prints a one-time sign-in link, good for 24 hours",
  help: `
  [--service-id 10121234]       the institution, where there is more than one
  --name 山田花子 --branch 本店 --role teller|approver|auditor|admin
  or --staff-id ID              a new link for one who is known; earlier links end`,
  options: {
    "service-id": { type: "string" },
    name: { type: "string" },
    branch: { type: "string" },
    role: { type: "string" },
    "staff-id": { type: "string" },
  },
  schema,
  async perform(host, input) {
    const { storage, nowMs } = host;
    const consoleOrigin = host.consoleOrigin();
    const institution = await findInstitution(host, input.serviceId);
    const staff = await (input.staffId === undefined
      ? addStaff(host, institution, input)
      : knownStaff(host, institution, input.staffId));
    const { staffId } = staff;

    const secret = randomBytes(32).toString("base64url");
    const linkId = createHash("sha256").update(secret).digest("hex");
    const atMs = nowMs();
    const group = `${linkKind}:${staffId}`;
    await storage.removeGroup(group);
    await storage.put(linkKind, linkId, { staffId }, atMs + linkLivesMs, [group]);
    await storage.record(
      operatorEvent("staff.invited", atMs, institution.institutionId, { staffId, role: staff.role }),
    );
    // Behind "#", where no proxy and no server writes it into a log.
    const signInLink = `${consoleOrigin}/sign-in/link#${secret}`;
    return {
      text: `${staff.name} (${staff.role}) can sign in once, within 24 hours, with this link:\n  ${signInLink}`,
      json: { staffId, signInLink, expiresAtMs: atMs + linkLivesMs },
    };
  },
});

async function addStaff({ storage, nowMs }: CommandHost, { institutionId }: Institution, input: Input): Promise<Staff> {
  const { name, branch, role } = input;
  if (!name || !branch || !role) throw new Refused("A new staff member needs --name, --branch and --role.");
  const staff: Staff = {
    staffId: randomUUIDv7(),
    institutionId,
    name,
    branchName: branch,
    role,
    passkeys: [],
    disabledAtMs: null,
  };
  await storage.putStaff(staff, operatorEvent("staff.saved", nowMs(), institutionId, { staffId: staff.staffId, role }));
  return staff;
}

async function knownStaff({ storage }: CommandHost, institution: Institution, staffId: string): Promise<Staff> {
  const staff = await storage.staff(staffId);
  if (!staff || staff.institutionId !== institution.institutionId)
    throw new Refused(`No staff member ${staffId} here.`);
  if (staff.disabledAtMs !== null) throw new Refused(`${staff.name} is disabled and cannot be invited.`);
  return staff;
}
