import { describe, expect, it } from "vitest";
import { replaceMade } from "./write-docs.ts";

const begin = "<!-- made by npm run bench -- --write-docs -->";
const end = "<!-- end of what is made -->";

describe("what is made in a document", () => {
  it("stands between its markers, and everything else stays", () => {
    const once = replaceMade(`before\n${begin}\nold\n${end}\nafter\n`, "new\n");
    expect(once).toBe(`before\n${begin}\n\nnew\n\n${end}\nafter\n`);
    expect(replaceMade(once, "new\n")).toBe(once);
  });

  it("is not put into a document without markers", () => {
    expect(() => replaceMade("text", "new")).toThrow(/no markers/);
  });
});
