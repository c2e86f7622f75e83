import type { TokenStatus } from "../token.ts";
import { tokenTransitions, type TokenLifeState } from "./token-life.ts";

/** The words of the screens, from the glossary. */
const screenWords: Readonly<Record<TokenStatus, string>> = {
  issued: "発行済・設定待ち",
  activated: "確認待ち",
  inUse: "利用中",
  paused: "利用一時停止",
  locked: "利用停止 (ロック中)",
  suspended: "一時停止",
  revoked: "失効",
  expired: "期限切れ",
};

const meanings: Readonly<Record<TokenStatus, string>> = {
  issued: "手順1 is done; the phone has not proved that it holds the key",
  activated: "手順3 is done; no code has been accepted yet, so it opens no door",
  inUse: "手順5 is done; the only status in which a code is accepted for anything but 手順5",
  paused: "after wrong codes in a row; codes are not even compared; ends by itself",
  locked: "after repeated pauses or too many wrong codes; staff or a master user unlock",
  suspended: "a person stopped it; nothing of the customer's goes on until it is resumed",
  revoked: "ended for ever; key and address are deleted",
  expired: "its time ran out before 手順5",
};

/** Everything that runs, drawn as one box: what leads from each of them to the same end is one arrow. */
const box: readonly TokenLifeState[] = ["issued", "activated", "inUse", "paused", "locked"];

/** The life of a token as a Mermaid state diagram, drawn from `tokenTransitions`. */
export function tokenLifeDiagram(): string {
  const arrows = new Map<string, string[]>();
  for (const { by, from, to } of tokenTransitions) {
    for (const [start, end] of arrowsOf(from, to)) {
      const labels = arrows.get(`${start} --> ${end}`) ?? [];
      arrows.set(`${start} --> ${end}`, [...labels, by]);
    }
  }
  const drawn = [...arrows].map(([arrow, labels]) => `${arrow}: ${merged(labels)}`);
  const [inside, outside] = partition(drawn, (line) => isInside(line));
  return [
    "stateDiagram-v2",
    `  state "live, not stopped by a person" as running {`,
    ...box.map((status) => `    state "${status} ${screenWords[status as TokenStatus]}" as ${status}`),
    ...inside.map((line) => `    ${line}`),
    "  }",
    ...(["suspended", "revoked", "expired"] as const).map((end) => `  state "${end} ${screenWords[end]}" as ${end}`),
    ...outside.map((line) => `  ${line}`),
    "",
  ].join("\n");
}

/** The whole of docs/token-life.md. */
export function tokenLifeDocument(): string {
  const statuses = (Object.keys(screenWords) as TokenStatus[]).map(
    (status) => `| \`${status}\` | ${screenWords[status]} | ${meanings[status]} |`,
  );
  const ways = tokenTransitions.map(({ by, from, to }) => `| ${by} | ${from.join(", ")} | ${to.join(", ")} |`);
  return [
    "# A token's life",
    "",
    "Made from `packages/rules/src/token-life/token-life.ts`. A test runs every act over every status and holds that list against what",
    "happened, and this file against the list.",
    "",
    "```mermaid",
    tokenLifeDiagram().trimEnd(),
    "```",
    "",
    "| status | on screens | means |",
    "| --- | --- | --- |",
    ...statuses,
    "",
    "Every way from one status to another; there is no other.",
    "",
    "| by | from | to |",
    "| --- | --- | --- |",
    ...ways,
    "",
  ].join("\n");
}

function arrowsOf(from: readonly TokenLifeState[], to: readonly TokenStatus[]): readonly (readonly [string, string])[] {
  const fromBox = box.every((status) => from.includes(status));
  const toBox = box.every((status) => to.some((end) => end === status));
  const starts = fromBox ? ["running", ...from.filter((status) => !box.includes(status))] : from;
  const ends = toBox ? ["running"] : to;
  return starts.flatMap((start) => ends.map((end) => [start === "none" ? "[*]" : start, end] as const));
}

/** "confirm: wrong code" and "confirm: used code" on one arrow become one label. */
function merged(labels: readonly string[]): string {
  return [...new Set(labels.map((label) => label.replace(": ", " – ")))].join(" · ");
}

function isInside(line: string): boolean {
  const [start = "", end = ""] = line.split(":")[0]?.split(" --> ") ?? [];
  return box.some((status) => status === start) && box.some((status) => status === end);
}

function partition(lines: readonly string[], test: (line: string) => boolean): [string[], string[]] {
  return [lines.filter(test), lines.filter((line) => !test(line))];
}
