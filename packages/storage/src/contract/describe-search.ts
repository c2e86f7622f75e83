import { noProfile } from "@warifu/rules";
import type { CustomerSearch, Storage } from "@warifu/rules";
import { describe, expect, it } from "vitest";
import { actOn, storeOf } from "./open-fresh.ts";
import type { OpenFresh } from "./open-fresh.ts";
import { decided, hanako, sampleCustomer, sampleToken, startMs, taro } from "./samples.ts";

const hanakoProfile = {
  name: "山本花子",
  nameKana: "ﾔﾏﾓﾄ ﾊﾅｺ",
  branchCode: "001",
  accountNumber: "1234567",
  phone: "090-1234-5678",
};
const taroProfile = {
  ...noProfile,
  nameKana: "ヤマモト　タロウ",
  branchCode: "001",
  phone: "０３（１２３４）５６７８",
};

export function describeSearch(openFresh: OpenFresh): void {
  const store = storeOf(openFresh);

  describe("a search for customers", () => {
    const cases: [string, CustomerSearch, string[]][] = [
      ["by customer ID", { customerId: "hanako" }, ["hanako"]],
      ["by branch, in order of customer IDs", { branchCode: "001" }, ["hanako", "taro"]],
      ["by branch and account number", { branchCode: "001", accountNumber: "1234567" }, ["hanako"]],
      ["by account number alone", { accountNumber: "1234567" }, ["hanako"]],
      ["by half-width kana", { nameKana: "ﾔﾏﾓﾄﾊﾅｺ" }, ["hanako"]],
      ["by full-width kana", { nameKana: "ヤマモト ハナコ" }, ["hanako"]],
      ["by hiragana", { nameKana: "やまもとはなこ" }, ["hanako"]],
      ["by the beginning of the name", { nameKana: "やまもと" }, ["hanako", "taro"]],
      ["by the end of the name: not found", { nameKana: "はなこ" }, []],
      ["by phone number, however it is written", { phone: "09012345678" }, ["hanako"]],
      ["by a phone number noted in full width", { phone: "03-1234-5678" }, ["taro"]],
      ["by the user ID of a token", { userId: "1234567890123ABC" }, ["hanako"]],
      ["by an unknown user ID", { userId: "0000000000000000" }, []],
      ["by two things that are two customers'", { customerId: "taro", userId: "1234567890123ABC" }, []],
      ["by every field", { customerId: "hanako", ...asked(hanakoProfile), userId: "1234567890123ABC" }, ["hanako"]],
      ["by nothing finds nobody", {}, []],
      ["by kana whose voicing mark stands alone", { nameKana: "サ゛トウ ハ゜パ" }, ["zato"]],
      ["by small kana written large", { nameKana: "ザトウパパシヨウ" }, ["zato"]],
      ["by any hyphen for a long vowel", { nameKana: "ザトウパパショウ-" }, ["zato"]],
      ["by a phone number with the country's code", { phone: "+81 90-1234-5678" }, ["hanako"]],
      ["by branch and name", { branchCode: "001", nameKana: "ヤマモトハ" }, ["hanako"]],
      ["by account, phone and another's name: not found", { phone: "09012345678", nameKana: "ヤマモトタ" }, []],
      ["by a long name's beginning", { nameKana: "ナガイナマエヲモツコノヒトノキロ" }, ["nagai"]],
      ["by a beginning longer than sixteen kana", { nameKana: "ナガイナマエヲモツコノヒトノキロクハ" }, ["nagai"]],
      ["by sixteen that fit and one that does not: not found", { nameKana: "ナガイナマエヲモツコノヒトノキロカ" }, []],
      ["by full-width digits of an account", { branchCode: "００１", accountNumber: "１２３４５６７" }, ["hanako"]],
      ["by an empty branch: not found", { branchCode: "" }, []],
      ["by a wild card: not found", { nameKana: "%" }, []],
      ["by a phone number without digits finds nobody", { phone: "-" }, []],
      ["by a name of spaces finds nobody", { nameKana: " 　" }, []],
    ];

    it.each(cases)("%s", async (_name, search, expected) => {
      const storage = await withCustomers(await store());
      const found = await storage.findCustomers("ozora", search, 10);
      expect(found.map(({ customerId }) => customerId)).toEqual(expected);
    });

    it("gives use and profile as the branch noted them, and no more than the limit", async () => {
      const storage = await withCustomers(await store());
      const found = await storage.findCustomers("ozora", { branchCode: "001" }, 1);
      expect(found).toEqual([{ customerId: "hanako", use: "applied", profile: hanakoProfile }]);
    });

    it("looks on behind customers whose names begin alike for longer than their hashes tell", async () => {
      const storage = await store();
      const alike = "ナガイナマエヲモツコノヒトノキロク";
      const people = Array.from({ length: 12 }, (_, index) => ({
        institutionId: "ozora",
        customerId: `c-${String(index).padStart(2, "0")}`,
      }));
      await storage.act(people, (_state, index) => {
        const profile = { ...noProfile, nameKana: alike + (index < 9 ? "ア" : "イ") };
        return decided(null, { changes: { customer: sampleCustomer({ ...people[index], profile }) } });
      });
      const found = await storage.findCustomers("ozora", { nameKana: `${alike}イ` }, 2);
      expect(found.map(({ customerId }) => customerId)).toEqual(["c-09", "c-10"]);
    });

    it("follows a changed profile", async () => {
      const storage = await withCustomers(await store());
      const customer = sampleCustomer({ profile: { ...hanakoProfile, nameKana: "サトウ ハナコ", phone: null } });
      await actOn(storage, hanako, () => decided(null, { changes: { customer } }));
      expect(await storage.findCustomers("ozora", { nameKana: "さとう" }, 9)).toHaveLength(1);
      expect(await storage.findCustomers("ozora", { phone: "09012345678" }, 9)).toEqual([]);
    });
  });

  describe("the search for tokens whose time has run out before 手順5", () => {
    it("gives their customers of every institution, the longest overdue first, each once, up to the limit", async () => {
      const storage = await withTokens(await store(), [
        [hanako, { life: "issued", expiresAtMs: startMs + 3 }],
        [taro, { life: "activated", expiresAtMs: startMs + 2 }],
        [taro, { life: "issued", expiresAtMs: startMs + 4 }],
        [elsewhere, { life: "issued", expiresAtMs: startMs + 1 }],
      ]);
      expect(await storage.customersWithExpiredTokens(startMs + 9, 9)).toEqual([elsewhere, taro, hanako]);
      expect(await storage.customersWithExpiredTokens(startMs + 9, 2)).toEqual([elsewhere, taro]);
    });

    it("begins at the very moment of the end", async () => {
      const storage = await withTokens(await store(), [[hanako, { life: "issued", expiresAtMs: startMs + 5 }]]);
      expect(await storage.customersWithExpiredTokens(startMs + 4, 9)).toEqual([]);
      expect(await storage.customersWithExpiredTokens(startMs + 5, 9)).toEqual([hanako]);
    });

    it("passes over tokens in use and tokens that have ended", async () => {
      const lives = ["inUse", "revoked", "expired"] as const;
      const tokens = lives.map((life): WithToken => [hanako, { life, expiresAtMs: startMs }]);
      const storage = await withTokens(await store(), tokens);
      expect(await storage.customersWithExpiredTokens(startMs + 9, 9)).toEqual([]);
    });

    it("no longer gives a customer once the end is written down", async () => {
      const storage = await withTokens(await store(), [[hanako, { life: "issued", expiresAtMs: startMs }]]);
      const { tokens } = await storage.look(hanako);
      const ended = tokens.map((token) => ({ ...token, life: "expired" as const, endedAtMs: startMs }));
      await actOn(storage, hanako, () => decided(null, { changes: { tokens: ended } }));
      expect(await storage.customersWithExpiredTokens(startMs + 9, 9)).toEqual([]);
    });
  });
}

const elsewhere = { institutionId: "other", customerId: "hanako" };
type WithToken = readonly [typeof hanako, Parameters<typeof sampleToken>[0]];

/** One token after the other, each with IDs of its own. */
async function withTokens(storage: Storage, tokens: readonly WithToken[]): Promise<Storage> {
  for (const [index, [owner, changed]] of tokens.entries()) {
    const token = sampleToken({ tokenId: `token-${index}`, userId: `user-${index}`, ...changed });
    await actOn(storage, owner, () => decided(null, { changes: { customer: sampleCustomer(owner), tokens: [token] } }));
  }
  return storage;
}

async function withCustomers(storage: Storage): Promise<Storage> {
  const zato = { institutionId: "ozora", customerId: "zato" };
  const zatoProfile = { ...noProfile, nameKana: "ザトウ パパショウー" };
  const nagai = { institutionId: "ozora", customerId: "nagai" };
  const nagaiProfile = { ...noProfile, nameKana: "ナガイナマエヲモツコノヒトノキロクハナガイ" };
  const tokens = [sampleToken()];
  const decisions = [
    { customer: sampleCustomer({ ...taro, profile: taroProfile }) },
    { customer: sampleCustomer({ profile: hanakoProfile }), tokens },
    { customer: sampleCustomer({ ...elsewhere, profile: hanakoProfile }), tokens },
    { customer: sampleCustomer({ ...zato, profile: zatoProfile }) },
    { customer: sampleCustomer({ ...nagai, profile: nagaiProfile }) },
  ];
  await storage.act([taro, hanako, elsewhere, zato, nagai], (_state, index) =>
    decided(null, { changes: decisions[index] ?? {} }),
  );
  return storage;
}

function asked({ name: _name, ...profile }: typeof hanakoProfile): CustomerSearch {
  return profile;
}
