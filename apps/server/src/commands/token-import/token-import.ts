import { randomUUIDv7 } from "node:crypto";
import { readFile } from "node:fs/promises";
import { isCustomerId, readOtpauthUri } from "@warifu/otp";
import type { OtpParameters } from "@warifu/otp";
import { importToken, refusals } from "@warifu/rules";
import type { Context, CustomerState, Decision, Institution, RefusalCode, TokenId } from "@warifu/rules";
import { z } from "zod";
import { Refused } from "../refused.ts";
import { operator } from "../operator.ts";
import { dataCommand, inputFrom } from "./command.ts";
import type { CommandHost } from "./command.ts";
import { chosenServiceId, findInstitution } from "./find-institution.ts";
import { otpauthProblemText } from "./otpauth-problem-text.ts";
import { readCsv } from "./read-csv.ts";

const schema = z.strictObject({
  serviceId: chosenServiceId,
  file: z.string({ error: "is missing" }),
  ignoreParameter: z.array(z.string().toLowerCase()).default([]),
});

const mostProblemsTold = 50;

export const tokenImport = dataCommand({
  name: "token import",
  summary: "takes over tokens made elsewhere, in use at once: all of the file or nothing",
  help: `
  [--service-id 10121234]       the institution, where there is more than one
  --file tokens.csv             columns customerId,otpauth (the first line may say so); one token a line: otpauth://totp/…
  [--ignore-parameter uuid]     of the addresses, when you know that it changes no code; may be repeated`,
  options: {
    "service-id": { type: "string" },
    file: { type: "string" },
    "ignore-parameter": { type: "string", multiple: true },
  },
  schema,
  async read({ file, ...values }) {
    return { ...inputFrom(values), file: typeof file === "string" ? await readTokenFile(file) : file };
  },
  async perform(host, { serviceId, file, ignoreParameter }) {
    const institution = await findInstitution(host, serviceId);
    const imported = readTokens(file, new Set(ignoreParameter));
    await importAll(host, institution, imported);
    const count = imported.length;
    return { text: `${count} token${count === 1 ? "" : "s"} taken over, in use.`, json: { imported: count } };
  },
});

interface ImportedToken extends OtpParameters {
  readonly line: number;
  readonly customerId: string;
  readonly tokenId: TokenId;
  readonly key: Uint8Array;
}

interface Problem {
  readonly line: number;
  readonly problem: string;
}

async function readTokenFile(path: string): Promise<string> {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(await readFile(path));
  } catch (error) {
    throw new Refused(`The file ${path} cannot be read as UTF-8 text.`, { cause: error });
  }
}

/** @throws Refused naming every bad line. No line is quoted: it holds a key. */
function readTokens(text: string, passOver: ReadonlySet<string>): readonly ImportedToken[] {
  const csv = readCsv(text);
  if (!csv.ok) throw refusedLines([csv]);
  const [first] = csv.rows;
  const hasHeader = first !== undefined && isHeader(first.fields);
  if (!hasHeader && !/^otpauth:/i.test(first?.fields[1] ?? "")) {
    throw refusedLines([{ line: first?.line ?? 1, problem: "the first line must be customerId,otpauth" }]);
  }
  const rows = hasHeader ? csv.rows.slice(1) : csv.rows;
  if (rows.length === 0) throw refusedLines([{ line: first?.line ?? 1, problem: "no token follows" }]);

  const tokens: ImportedToken[] = [];
  const problems: Problem[] = [];
  const lineOf = new Map<string, number>();
  for (const { line, fields } of rows) {
    const read = readToken(line, fields, passOver);
    if ("problem" in read) {
      problems.push(read);
      continue;
    }
    const earlier = lineOf.get(read.customerId);
    if (earlier !== undefined) problems.push({ line, problem: `the customer has a token in line ${earlier} already` });
    lineOf.set(read.customerId, line);
    tokens.push(read);
  }
  if (problems.length > 0) throw refusedLines(problems);
  return tokens;
}

/** Other systems write the second column's name in their own way. */
function isHeader([first = "", second = "", ...more]: readonly string[]): boolean {
  return more.length === 0 && first.trim() === "customerId" && /^(otpauth|otpauth[ _]?uri|uri)$/i.test(second.trim());
}

function readToken(line: number, fields: readonly string[], passOver: ReadonlySet<string>): ImportedToken | Problem {
  const [customerId = "", uri = ""] = fields;
  if (fields.length !== 2) return { line, problem: `2 columns are expected, not ${fields.length}` };
  if (!isCustomerId(customerId)) return { line, problem: "the customer ID must be 1–64 of A–Z a–z 0–9 . _ -" };
  const read = readOtpauthUri(uri, passOver);
  if (!read.ok) return { line, problem: `the otpauth URI is not accepted (${otpauthProblemText(read.problem)})` };
  const { key, algorithm, digits, periodSeconds } = read.value;
  return { line, customerId, tokenId: randomUUIDv7() as TokenId, key, algorithm, digits, periodSeconds };
}

type Import = ReturnType<typeof importToken>;

/**
 * All or nothing in one transaction: every customer is named twice, first to decide without changes, then to do it; whoever is
 * refused in the first round keeps everybody from changing in the second.
 */
async function importAll(
  { storage, nowMs }: CommandHost,
  institution: Institution,
  tokens: readonly ImportedToken[],
): Promise<void> {
  const { institutionId, policy } = institution;
  const subjects = tokens.map(({ customerId }) => ({ institutionId, customerId }));
  const refusedAt = new Map<number, RefusalCode>();
  const settled = await storage.act([...subjects, ...subjects], (state: CustomerState, index, { fenceMs }): Import => {
    const at = index % tokens.length;
    const token = tokens[at];
    if (!token) throw new RangeError("token import: no such line");
    const context: Context = { nowMs: nowMs(), policy, actor: operator, fenceMs };
    const decision = importToken(state, { ...token, institutionId }, context);
    if (index >= tokens.length) return refusedAt.size === 0 ? decision : nothing(decision);
    if (!decision.outcome.ok) refusedAt.set(at, decision.outcome.refusal.code);
    return nothing(decision);
  });
  if (refusedAt.size > 0) {
    throw refusedLines([...refusedAt].map(([at, code]) => ({ line: tokens[at]?.line ?? 0, problem: refusals[code] })));
  }
  for (const one of settled) if (one.status === "rejected") throw one.reason;
}

function nothing<Outcome>({ outcome }: Decision<Outcome>): Decision<Outcome> {
  return { outcome, changes: {}, events: [], mails: [] };
}

function refusedLines(problems: readonly Problem[]): Refused {
  const told = problems.slice(0, mostProblemsTold).map(({ line, problem }) => `  line ${line}: ${problem}`);
  const more = problems.length > mostProblemsTold ? [`  … and ${problems.length - mostProblemsTold} more`] : [];
  return new Refused(`Nothing was taken over:\n${[...told, ...more].join("\n")}`);
}
