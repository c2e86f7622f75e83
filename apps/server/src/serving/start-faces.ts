import type { FastifyInstance } from "fastify";
import type { Config } from "../configuration/config.ts";
import type { FaceName, HttpFaceName } from "../configuration/faces.ts";
import { listen } from "../listen.ts";
import type { Listener } from "../listen.ts";
import type { Service } from "../service.ts";

/** A face that is built but that nobody hears yet. */
interface Face extends Listener {
  /** What is made on first need is made now: a mistake shows before anything listens. */
  ready(): Promise<void>;
  /** Takes no new requests, lets the running ones finish. */
  close(): Promise<void>;
}

type MakeApp = (service: Service) => Promise<FastifyInstance>;

/** Each face is loaded only when it is started: a node with one face does not pay for the others. */
const appMakers: Record<HttpFaceName, () => Promise<MakeApp>> = {
  gate: async () => (await import("../faces/gate/make-gate-face.ts")).makeGateFace,
  token: async () => (await import("../faces/token/make-token-face.ts")).makeTokenFace,
  api: async () => (await import("../faces/api/make-api-face.ts")).makeApiFace,
  console: async () => (await import("../faces/console/make-console-face.ts")).makeConsoleFace,
  ops: async () => (await import("../faces/ops/make-ops-face.ts")).makeOpsFace,
};

export interface RunningFaces {
  /** Takes no new requests, lets the running ones finish. */
  close(): Promise<void>;
}

/**
 * Builds the named faces, then listens with all of them or with none.
 * @throws Refused when a port is taken
 */
export async function startFaces(service: Service, names: readonly FaceName[]): Promise<RunningFaces> {
  const { config } = service;
  const built = await Promise.all(names.map(async (name) => ({ name, face: await build(name, service) })));
  const close = async (): Promise<void> => {
    await Promise.all(built.map(({ face }) => face.close()));
  };
  try {
    await Promise.all(built.map(({ face }) => face.ready()));
    for (const { name, face } of built) {
      await listen(face, name, hostOf(name, config), config.ports[name]);
    }
  } catch (error) {
    await close();
    throw error;
  }
  return { close };
}

async function build(name: FaceName, service: Service): Promise<Face> {
  if (name === "radius") return (await import("../faces/radius/make-radius-face.ts")).makeRadiusFace(service);
  const makeApp = await appMakers[name]();
  return httpFace(await makeApp(service));
}

function httpFace(app: FastifyInstance): Face {
  return {
    async ready() {
      await app.ready();
    },
    async listen(host, port) {
      await app.listen({
        host,
        port,
        listenTextResolver: (address) => `listening on ${address.replace(/^\w+:\/\//, "")}`,
      });
    },
    close: () => app.close(),
  };
}

function hostOf(face: FaceName, { host, opsHost, radiusHost }: Config): string {
  if (face === "ops") return opsHost;
  return face === "radius" ? radiusHost : host;
}
