import { fileURLToPath } from "node:url";
/** Who is there when the demo starts. */

export interface DemoCustomer {
  readonly customerId: string;
  readonly password: string;
  readonly name: string;
  /** Where English is read; the branch knows them by the Japanese one. */
  readonly nameEn: string;
}

/** Her application is registered; she has no token yet. */
export const hanako: DemoCustomer = {
  customerId: "hanako",
  password: "ozora-hanako",
  name: "大空 花子",
  nameEn: "Hanako Ozora",
};

/** Not registered yet: the newcomer does it in the console. */
export const taro: DemoCustomer = {
  customerId: "taro",
  password: "ozora-taro",
  name: "青空 太郎",
  nameEn: "Taro Aozora",
};

export const hanakoAtTheBranch = {
  name: "大空 花子",
  nameKana: "オオゾラ ハナコ",
  branchCode: "001",
  accountNumber: "1234567",
  phone: "090-0000-0001",
};

export interface DemoStaff {
  readonly name: string;
  readonly branch: string;
  readonly role: "teller" | "approver";
  readonly nameEn: string;
}

export const staff: readonly DemoStaff[] = [
  { name: "受付 さくら", branch: "本店営業部", role: "teller", nameEn: "Sakura Uketsuke" },
  { name: "役席 誠", branch: "本店営業部", role: "approver", nameEn: "Makoto Yakuseki" },
];

export const institution = {
  serviceId: "10121234",
  nameJa: "大空信用組合",
  // The sample bank's own (apps/bank/assets): bank and gate are one house.
  accent: "#0b5c3b",
  accentDark: "#7fd6a8",
  logo: fileURLToPath(new URL("../assets/ozora-logo.svg", import.meta.url)),
  nameEn: "Ozora Credit Union",
  supportPhone: "0120-000-123",
  supportHoursJa: "平日 9時〜17時",
  supportHoursEn: "weekdays 9:00–17:00",
} as const;
