import { describe, expect, it } from "vitest";
import { readOptions } from "./options.ts";

describe("the options of the benchmark", () => {
  it("measure everything at one million tokens when nothing is said, and less when it has to be quick", () => {
    expect(readOptions([])).toMatchObject({ tokens: 1_000_000, sizes: [10_000, 1_000_000, 10_000_000], quick: false });
    expect(readOptions(["--quick"])).toMatchObject({ tokens: 100_000, sizes: [10_000, 100_000], quick: true });
    expect(readOptions([]).command).toBe("npm run bench");
    expect(readOptions(["--quick", "--rounds", "3"])).toMatchObject({
      rounds: 3,
      command: "npm run bench -- --quick --rounds 3",
    });
  });

  it("name no path of the machine in the command that the table shows", () => {
    expect(readOptions(["--json", "/home/taro/x.json", "--keep"]).command).toBe("npm run bench -- --json FILE --keep");
    expect(readOptions(["--json=/home/taro/x.json"]).command).toBe("npm run bench -- --json=FILE");
  });

  it("take the parts that are named, and say which there are when one is not", () => {
    expect([...readOptions(["--only", "sqlite, echo"]).parts]).toEqual(["sqlite", "echo"]);
    expect(readOptions([]).parts.has("import")).toBe(false);
    expect([...readOptions(["--only", "import"]).parts]).toEqual(["import"]);
    expect(() => readOptions(["--only", "mysql"])).toThrow(/knows codes, echo, sqlite/);
  });

  it.each(["0", "-1", "1.5", "many", "100000000", ""])("refuse %j as a number of tokens", (text) => {
    expect(() => readOptions([`--tokens=${text}`])).toThrow(RangeError);
  });
});
