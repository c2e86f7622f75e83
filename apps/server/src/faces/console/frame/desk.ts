import type { Actor, Institution, Staff } from "@warifu/rules";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { faceCookie } from "../../../http/cookies.ts";
import type { FaceCookie } from "../../../http/cookies.ts";
import { ProblemError } from "../../../http/problem.ts";
import type { Config } from "../../../configuration/config.ts";
import type { Service } from "../../../service.ts";
import { endSession, readSession } from "../session/staff-session.ts";
import type { OpenSession } from "../session/staff-session.ts";

/** Who sits there: the staff member of a live session, and the institution whose customers may be seen. */
export interface Desk {
  readonly staff: Staff;
  readonly institution: Institution;
  readonly open: OpenSession;
}

declare module "fastify" {
  interface FastifyRequest {
    desk: Desk | null;
  }
}

/** Not sent along from other sites: nobody can lead a signed-in staff member into the console by a link. */
export function sessionCookie(config: Pick<Config, "origins">): FaceCookie {
  return faceCookie(config, "console", "session", { sameSite: "strict" });
}

/** Gives every request its `desk`; staff and institution are read anew each time, so that a disabled member is out at once. */
export function seatStaff(app: FastifyInstance, service: Service): void {
  const { storage, nowMs, config } = service;
  const cookie = sessionCookie(config);
  app.decorateRequest("desk", null);
  app.addHook("onRequest", async (request) => {
    if (request.url.startsWith("/assets/")) return;
    const secret = cookie.read(request);
    const open = await readSession(storage, secret, nowMs());
    if (open === null) return;
    const staff = await storage.staff(open.session.staffId);
    const institution = staff && (await storage.institution(staff.institutionId));
    if (staff === null || institution === null || staff.disabledAtMs !== null) {
      await endSession(storage, secret);
      return;
    }
    request.desk = { staff, institution, open };
  });
}

/** For the routes of this scope: without a desk there is only the way to the sign-in screen. */
export function onlyAtDesk(app: FastifyInstance, service: Service): void {
  const cookie = sessionCookie(service.config);
  app.addHook("onRequest", async (request, reply) => {
    if (request.desk !== null) return undefined;
    const ended = cookie.read(request) !== undefined;
    cookie.clear(reply);
    return reply.redirect(ended ? "/sign-in?note=ended" : "/sign-in", 303);
  });
}

export function deskOf(request: FastifyRequest): Desk {
  if (request.desk === null) throw new ProblemError("notFound");
  return request.desk;
}

/** Auditors read; everybody else may also act (roles of the glossary). */
export function mayAct({ staff }: Desk): boolean {
  return staff.role !== "auditor";
}

export function staffActor({ staff }: Pick<Desk, "staff">): Actor {
  return { kind: "staff", id: staff.staffId, channel: "console" };
}
