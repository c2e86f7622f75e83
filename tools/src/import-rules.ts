import { readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { dirname, join, relative, resolve, sep } from "node:path";
import { parseSync } from "rolldown/experimental";

/** The rooms, and what each may import of ours. Everything not named is forbidden. Types count. */
export const mayImport: Record<string, readonly string[]> = {
  "packages/otp": [],
  "packages/pages": [],
  "packages/activation": ["@warifu/otp"],
  "packages/wire": ["@warifu/otp"],
  "packages/rules": ["@warifu/otp"],
  // A step is arithmetic's word, which storage keeps; and HMAC is the same for codes and for rows.
  "packages/storage": ["@warifu/rules", "@warifu/otp"],
  "apps/server": [
    "@warifu/rules",
    "@warifu/storage",
    "@warifu/wire",
    "@warifu/pages",
    "@warifu/otp",
    "@warifu/activation/server",
    "@warifu/activation/browser",
  ],
  "apps/token": [
    "@warifu/otp",
    "@warifu/activation/phone",
    "@warifu/activation/receipt",
    "@warifu/activation/status",
    "@warifu/wire",
  ],
  "apps/bank": ["@warifu/wire", "@warifu/pages"],
  // The demo starts the others as processes; its own pages speak like our other pages, and its tour reads the public event feed.
  "apps/demo": ["@warifu/pages", "@warifu/wire"],
  e2e: ["@warifu/wire", "@warifu/otp", "@warifu/activation"],
  // Fills databases of ten million tokens with the store's own sealing, and starts clusters to measure on.
  bench: ["@warifu/wire", "@warifu/otp", "@warifu/activation", "@warifu/rules", "@warifu/storage"],
  torture: ["@warifu/otp", "@warifu/rules", "@warifu/storage", "@warifu/wire"],
  tools: [],
};

/** Tests may also play the other side of a conversation (the phone of a server test). */
const testsMayImport: Record<string, readonly string[]> = {
  "apps/server": ["@warifu/activation/phone", "@warifu/activation/status"],
  "apps/token": ["@warifu/activation/server", "@warifu/activation/browser"],
};

export interface SourceFile {
  /** From the root, with forward slashes. */
  readonly path: string;
  readonly imports: readonly string[];
}

export interface BrokenRule {
  readonly rule: string;
  readonly path: string;
  readonly specifier: string;
}

/** Reads what a file imports: static, dynamic with a literal, re-exports, types. */
export function readSource(root: string, path: string): SourceFile {
  const { program } = parseSync(path, readFileSync(join(root, path), "utf8"));
  const imports = new Set<string>();
  visit(program, (node) => {
    const source = node["source"];
    if (typeof source === "object" && source !== null && isLiteral(source)) imports.add(source.value);
    if (node["type"] === "TSImportType") {
      const argument = node["argument"] ?? node["source"];
      if (typeof argument === "object" && argument !== null && isLiteral(argument)) imports.add(argument.value);
    }
  });
  return { path, imports: [...imports] };
}

/** What the package.json of a room, or of the whole repository, names. */
export interface Manifest {
  readonly workspaces?: readonly string[];
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

export function readManifest(root: string, room = "."): Manifest {
  return JSON.parse(readFileSync(join(root, room, "package.json"), "utf8")) as Manifest;
}

/**
 * Imports of packages that the room's own package.json does not name: they are found only because another room asked for them. What
 * the service runs on must stand in `dependencies`, since `npm ci --omit=dev` leaves the others out; what tests and builds use may
 * stand in the room's `devDependencies` or, being every room's, in the repository's.
 */
export function undeclaredImports(
  files: readonly SourceFile[],
  manifestOf: (room: string) => Manifest,
  ofAll: Manifest,
): BrokenRule[] {
  return files.flatMap((file) => {
    const room = roomOf(file.path);
    if (room === null) return [];
    const own = manifestOf(room);
    const named = {
      ...own.dependencies,
      ...(isForDevelopers(file.path) ? { ...own.devDependencies, ...ofAll.devDependencies } : {}),
    };
    return file.imports
      .filter((specifier) => !specifier.startsWith(".") && !isBuiltin(specifier) && !(packageOf(specifier) in named))
      .map((specifier) => ({ rule: `${room}/package.json names what the room imports`, path: file.path, specifier }));
  });
}

/** Tests, what only tests use, what builds, and the rooms that try the others: none of it is there in production. */
function isForDevelopers(path: string): boolean {
  const builds = /\/(vite\.config|precache-list)\.ts$/;
  const rooms = /^(e2e|bench|torture|tools)\//;
  return isForTests(path) || builds.test(path) || rooms.test(path);
}

function isForTests(path: string): boolean {
  return /\.(test|journey)\.tsx?$|\/(tests|testing|contract)\/|\/bad-input\.ts$/.test(path);
}

function packageOf(specifier: string): string {
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}

export function brokenRules(root: string, files: readonly SourceFile[]): BrokenRule[] {
  const broken: BrokenRule[] = [];
  const edges = new Map<string, string[]>();
  for (const file of files) {
    const room = roomOf(file.path);
    if (room === null) continue;
    const isTest = /\.test\.tsx?$|\/src\/tests\//.test(file.path);
    for (const specifier of file.imports) {
      const add = (rule: string) => broken.push({ rule, path: file.path, specifier });
      if (specifier.startsWith(".")) {
        const target = relative(root, resolve(root, dirname(file.path), specifier))
          .split(sep)
          .join("/");
        edges.set(file.path, [...(edges.get(file.path) ?? []), target]);
        if (roomOf(target) !== room) add("a room is entered by its door, never by a path into it");
        const face = faceOf(file.path);
        const otherFace = faceOf(target);
        if (face && otherFace && face !== otherFace) add("a face never imports another face");
        if (target === `${room}/src/index.ts`) add("nobody inside a room imports its own door");
      } else if (isOurs(specifier)) {
        const allowed = [...(mayImport[room] ?? []), ...(isTest ? (testsMayImport[room] ?? []) : [])];
        if (!allowed.some((name) => specifier === name || specifier.startsWith(`${name}/`))) {
          add(`${room} may import only: ${allowed.join(", ") || "nothing of ours"}`);
        }
      }
    }
  }
  for (const ring of rings(edges))
    broken.push({ rule: "no ring of imports", path: ring[0] ?? "", specifier: ring.join(" → ") });
  for (const ring of folderRings(edges))
    broken.push({ rule: "no ring of folders", path: ring[0] ?? "", specifier: ring.join(" → ") });
  return broken;
}

/**
 * Rings among what lies in one folder, at every level: a folder stands for everything in it, a file for itself. So two folders never
 * need each other, and each can be read after those that it stands on. Tests may look wherever they like.
 */
function folderRings(edges: ReadonlyMap<string, readonly string[]>): string[][] {
  const levels = new Map<string, Map<string, string[]>>();
  for (const [from, targets] of edges) {
    if (isForTests(from)) continue;
    for (const to of targets) {
      const [parts, others] = [from.split("/"), to.split("/")];
      const shared = parts.findIndex((part, index) => part !== others[index]);
      if (shared < 0) continue;
      const level = parts.slice(0, shared).join("/");
      const among = levels.get(level) ?? new Map<string, string[]>();
      const [child, other] = [parts.slice(0, shared + 1).join("/"), others.slice(0, shared + 1).join("/")];
      among.set(child, [...(among.get(child) ?? []), other]);
      levels.set(level, among);
    }
  }
  const isOfFolders = (ring: readonly string[]) => ring.some((member) => !/\.\w+$/.test(member));
  return [...levels.values()].flatMap(rings).filter(isOfFolders);
}

function isOurs(specifier: string): boolean {
  return specifier.startsWith("@warifu/") || specifier === "warifu" || specifier.startsWith("warifu/");
}

function roomOf(path: string): string | null {
  return Object.keys(mayImport).find((room) => path.startsWith(`${room}/`)) ?? null;
}

function faceOf(path: string): string | null {
  return /^apps\/server\/src\/faces\/([^/]+)\//.exec(path)?.[1] ?? null;
}

/** Strongly connected files of more than one member (Tarjan 1972). */
function rings(edges: ReadonlyMap<string, readonly string[]>): string[][] {
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const found: string[][] = [];
  const visitNode = (node: string): void => {
    index.set(node, index.size);
    low.set(node, index.get(node) ?? 0);
    stack.push(node);
    for (const next of edges.get(node) ?? []) {
      if (!index.has(next)) {
        visitNode(next);
        low.set(node, Math.min(low.get(node) ?? 0, low.get(next) ?? 0));
      } else if (stack.includes(next)) {
        low.set(node, Math.min(low.get(node) ?? 0, index.get(next) ?? 0));
      }
    }
    if (low.get(node) === index.get(node)) {
      const ring = stack.splice(stack.indexOf(node));
      if (ring.length > 1) found.push(ring);
    }
  };
  for (const node of edges.keys()) if (!index.has(node)) visitNode(node);
  return found;
}

function isLiteral(node: object): node is { value: string } {
  return "type" in node && node.type === "Literal" && "value" in node && typeof node.value === "string";
}

function visit(node: unknown, see: (node: Record<string, unknown>) => void): void {
  if (Array.isArray(node)) {
    for (const child of node) visit(child, see);
  } else if (typeof node === "object" && node !== null) {
    const record = node as Record<string, unknown>;
    if (typeof record["type"] === "string") see(record);
    for (const child of Object.values(record)) visit(child, see);
  }
}
