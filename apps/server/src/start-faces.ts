import type { FastifyInstance } from "fastify";
import type { FaceName } from "./faces.ts";
import { listen } from "./listen.ts";
import type { Service } from "./service.ts";

type MakeFace = (service: Service) => Promise<FastifyInstance>;

/** Each face is loaded only when it is started: a node with one face does not pay for the others. */
const makers: Record<FaceName, () => Promise<MakeFace>> = {
  gate: async () => (await import("./faces/gate/make-gate-face.ts")).makeGateFace,
  token: async () => (await import("./faces/token/make-token-face.ts")).makeTokenFace,
  api: async () => (await import("./faces/api/make-api-face.ts")).makeApiFace,
  console: async () => (await import("./faces/console/make-console-face.ts")).makeConsoleFace,
  ops: async () => (await import("./faces/ops/make-ops-face.ts")).makeOpsFace,
};

export interface RunningFaces {
  /** Takes no new requests, lets the running ones finish. */
  close(): Promise<void>;
}

/**
 * Builds the named faces, then listens with all of them or with none.
 * @throws Refused when a port is taken
 */
export async function startFaces(service: Service, faces: readonly FaceName[]): Promise<RunningFaces> {
  const built = await Promise.all(
    faces.map(async (face) => {
      const make = await makers[face]();
      return { face, app: await make(service) };
    }),
  );
  const close = async (): Promise<void> => {
    await Promise.all(built.map(({ app }) => app.close()));
  };
  try {
    await Promise.all(built.map(({ app }) => app.ready()));
    for (const { face, app } of built) await listen(app, face, service.config.host, service.config.ports[face]);
  } catch (error) {
    await close();
    throw error;
  }
  return { close };
}
