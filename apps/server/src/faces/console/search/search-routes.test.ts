import { afterAll, describe, expect, it } from "vitest";
import { nobody, openConsoleBench } from "../testing/console-bench.ts";

const bench = await openConsoleBench();
const { register, signedIn } = bench;
afterAll(bench.close);

describe("search", () => {
  it("opens the one customer found, and writes no name into an address", async () => {
    const browser = await signedIn("teller-1");
    for (const q of ["hanako", "ｈａｎａｋｏ", "001-1234567", "０３ー１２３４−５６７８"]) {
      const answer = await browser.post("/search/quick", { q });
      expect([answer.statusCode, answer.headers.location], q).toEqual([303, "/customers/hanako"]);
    }
    const byName = await browser.post("/search", { nameKana: "ｵｵｿﾞﾗ ﾊﾅｺ", phone: "0312345678" });
    expect(byName.headers.location).toBe("/customers/hanako");
  });

  it("refuses a name alone, keeps what was typed and says where the mistake is", async () => {
    const browser = await signedIn("teller-1");
    const answer = await browser.post("/search", { nameKana: "オオゾラ" });
    expect(answer.statusCode).toBe(422);
    expect(answer.body).toContain('value="オオゾラ"');
    expect(answer.body).toContain("氏名カナだけでは検索できません");
    expect(answer.body).toContain('role="alert"');
  });

  it("shows several customers to choose from, and nobody with a way on", async () => {
    await register("family-1", { ...nobody, phone: "0399998888", name: "家族一" });
    await register("family-2", { ...nobody, phone: "03-9999-8888", name: "家族二" });
    const browser = await signedIn("teller-1");
    expect((await browser.post("/search/quick", { q: "03-9999-8888" })).headers.location).toBe("/search");
    const results = await browser.get("/search");
    expect(results.body).toContain("/customers/family-1");
    expect(results.body).toContain("家族二");
    await browser.post("/search/quick", { q: "nobody-here" });
    expect((await browser.get("/search")).body).toContain("該当するお客様はいません");
  });

  it("finds no customer of another institution", async () => {
    const foreign = await signedIn("foreign-1");
    expect((await foreign.post("/search/quick", { q: "hanako" })).headers.location).toBe("/search");
    expect((await foreign.post("/search", { customerId: "hanako" })).headers.location).toBe("/search");
  });
});
