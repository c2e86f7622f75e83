import type { FastifyInstance } from "fastify";

export interface Route {
  /** As registered: `/interaction/:uid/issue`. */
  readonly path: string;
  readonly methods: readonly string[];
}

/** Every route of a ready app, read from Fastify's own tree: none can be forgotten. */
export function routesOf(app: FastifyInstance): readonly Route[] {
  const above: string[] = [];
  const routes: Route[] = [];
  for (const line of app.printRoutes({ commonPrefix: false }).split("\n")) {
    const found = /^((?:│ {3}| {4})*)[├└]── (.*?)(?: \(([A-Z, ]+)\))?$/.exec(line);
    if (found === null) continue;
    const depth = (found[1] ?? "").length / 4;
    above.length = depth;
    above.push(found[2] ?? "");
    if (found[3] !== undefined) routes.push({ path: above.join(""), methods: found[3].split(", ") });
  }
  return routes.filter(({ path }) => !path.endsWith("*"));
}

/** The routes that could change something. */
export function changing(
  app: FastifyInstance,
): readonly { readonly method: "POST" | "PUT" | "DELETE"; path: string }[] {
  return routesOf(app).flatMap(({ path, methods }) =>
    (["POST", "PUT", "DELETE"] as const)
      .filter((method) => methods.includes(method))
      .map((method) => ({ method, path })),
  );
}

/** A route's path with its parameters filled in; a parameter without a value gets "x". */
export function filled(path: string, values: Readonly<Record<string, string>> = {}): string {
  return path.replaceAll(/:(\w+)/g, (_whole, name: string) => values[name] ?? "x");
}
