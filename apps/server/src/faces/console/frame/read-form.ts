import { ProblemError } from "../../../http/problem.ts";

/** The named fields of a sent form, as typed; missing ones are empty. A field sent twice is nobody's typing. */
export function readForm<Name extends string>(body: unknown, names: readonly Name[]): Record<Name, string> {
  const sent: Readonly<Record<string, unknown>> = typeof body === "object" && body !== null ? { ...body } : {};
  const entries = names.map((name) => {
    const value = Object.hasOwn(sent, name) ? sent[name] : "";
    if (typeof value !== "string") throw new ProblemError("malformed");
    return [name, value.trim()] as const;
  });
  return Object.fromEntries(entries) as Record<Name, string>;
}
