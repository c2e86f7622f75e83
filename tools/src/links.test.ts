import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "../..");
const documents = globSync("**/*.md", { cwd: root, exclude: ["**/node_modules", "**/dist", ".*"] });

/** What is text: code, in blocks and in lines, links to nothing. */
function proseOf(markdown: string): string {
  return markdown.replaceAll(/^(`{3,}).*\n(?:.*\n)*?\1$/gm, "").replaceAll(/(`+)[^`].*?\1(?!`)/g, "code");
}

/** The anchors that GitHub makes of headings: small letters, no punctuation, hyphens for blanks; the second of a name gets "-1". */
function anchorsOf(markdown: string): Set<string> {
  const withoutBlocks = markdown.replaceAll(/^(`{3,}).*\n(?:.*\n)*?\1$/gm, "");
  const anchors = new Set<string>();
  for (const [, heading = ""] of withoutBlocks.matchAll(/^#{1,6} +(.+?) *#*$/gm)) {
    const text = heading.replaceAll(/!?\[([^\]]*)\]\([^)]*\)/g, "$1").toLowerCase();
    const anchor = text.replaceAll(/[^\p{L}\p{M}\p{N}\p{Pc} -]/gu, "").replaceAll(" ", "-");
    let free = anchor;
    for (let number = 1; anchors.has(free); number += 1) free = `${anchor}-${number}`;
    anchors.add(free);
  }
  return anchors;
}

/** The targets of the links and pictures that stay in the repository. */
function linksOf(markdown: string): string[] {
  const targets = [...proseOf(markdown).matchAll(/\]\(<?([^)\s>]+)>?(?: "[^"]*")?\)/g)].map(
    ([, target = ""]) => target,
  );
  return targets.filter((target) => !/^[a-z][a-z+.-]*:/i.test(target));
}

/** What is wrong with a link of that document, or nothing. */
function fault(document: string, target: string): string | undefined {
  const [path = "", anchor] = target.split("#");
  const file = path === "" ? join(root, document) : join(root, dirname(document), decodeURIComponent(path));
  if (relative(root, file).startsWith("..")) return `${target} leads out of the repository`;
  if (!existsSync(file)) return `${target} is not there`;
  if (anchor === undefined) return undefined;
  if (!file.endsWith(".md")) return `${target} has an anchor, but is no document`;
  return anchorsOf(readFileSync(file, "utf8")).has(anchor) ? undefined : `${target}: no such heading`;
}

describe("a link in a document", () => {
  it.each(documents)("leads to a file and a heading that are there (%s)", (document) => {
    const faults = linksOf(readFileSync(join(root, document), "utf8")).map((target) => fault(document, target));
    expect(faults.filter((each) => each !== undefined)).toEqual([]);
  });

  it("is found when it is dead, and is none inside code", () => {
    expect(documents).toContain("README.md");
    expect(linksOf("[a](b.md#c), ![d](e.png) `[f](g.md)` [h](https://i.example)\n```\n[j](k.md)\n```\n")).toEqual([
      "b.md#c",
      "e.png",
    ]);
    const faults = ["docs/none.md", "docs/operations.md#none", "../elsewhere.md", "LICENSE#none"];
    for (const target of faults) expect(fault("README.md", target)).toContain(target);
    expect(fault("docs/security.md", "operations.md#yesterdays-rows")).toBeUndefined();
  });

  it("to a heading goes by the anchor that GitHub makes of it", () => {
    const markdown = "# A `code` heading: it's 手順1!\n## Twice\n## Twice\n```\n# no heading\n```\n";
    expect([...anchorsOf(markdown)]).toEqual(["a-code-heading-its-手順1", "twice", "twice-1"]);
  });
});
