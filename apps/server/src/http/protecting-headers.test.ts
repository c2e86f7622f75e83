import helmet from "@fastify/helmet";
import Fastify from "fastify";
import { describe, expect, it } from "vitest";
import { protectingHeaders } from "./protecting-headers.ts";

describe("the headers of every answer", () => {
  it.each([true, false])("are helmet's, and the permissions policy besides (https: %s)", async (strictTransport) => {
    const app = Fastify();
    await app.register(helmet, {
      contentSecurityPolicy: false,
      hsts: strictTransport ? { maxAge: 31_536_000, includeSubDomains: false } : false,
      frameguard: { action: "deny" },
      referrerPolicy: { policy: "same-origin" },
      crossOriginResourcePolicy: { policy: "same-origin" },
    });
    app.get("/", () => "");
    const { headers } = await app.inject("/");
    await app.close();
    const ours = protectingHeaders({ strictTransport, permissionsPolicy: "camera=()" });
    const {
      "content-type": _type,
      "content-length": _length,
      date: _date,
      connection: _connection,
      ...theirs
    } = headers;
    expect(ours).toEqual({ ...theirs, "permissions-policy": "camera=()" });
  });
});
