import type { Language } from "./journey.ts";

/** What the journeys look for on the screens: the words a customer reads. */
interface Labels {
  readonly bank: {
    readonly customerId: string;
    readonly password: string;
    readonly logIn: string;
    readonly balance: string;
  };
  readonly gate: {
    readonly email: string;
    readonly emailAgain: string;
    readonly activationPassword: string;
    readonly activationPasswordAgain: string;
    readonly makeUp: string;
    readonly issue: string;
    readonly skip: string;
    readonly back: string;
    readonly otp: string;
    readonly confirm: string;
    readonly continue: string;
    readonly appIsSetUp: string;
    readonly userId: string;
  };
  readonly app: {
    readonly first: string;
    readonly inThisTab: string;
    readonly serviceId: string;
    readonly userId: string;
    readonly activationPassword: string;
    readonly setUp: string;
    readonly next: string;
  };
}

export const labels: Record<Language, Labels> = {
  ja: {
    bank: { customerId: "契約者ID", password: "パスワード", logIn: "ログイン", balance: "残高" },
    gate: {
      email: "携帯電話メールアドレス（入力）",
      emailAgain: "携帯電話メールアドレス（再入力）",
      activationPassword: "利用開始パスワード（入力）",
      activationPasswordAgain: "利用開始パスワード（再入力）",
      makeUp: "おまかせで8桁を作る",
      issue: "トークン発行",
      skip: "トークン発行の省略",
      back: "戻る",
      otp: "ワンタイムパスワード",
      confirm: "認証確認",
      continue: "インターネットバンキングへ進む",
      appIsSetUp: "アプリの設定が終わりました",
      userId: "ユーザID",
    },
    app: {
      first: "はじめて設定する",
      inThisTab: "このまま設定する",
      serviceId: "サービスID",
      userId: "ユーザID",
      activationPassword: "利用開始パスワード",
      setUp: "設定する",
      next: "次へ",
    },
  },
  en: {
    bank: { customerId: "Customer ID", password: "Password", logIn: "Log in", balance: "Balance" },
    gate: {
      email: "Mobile e-mail address",
      emailAgain: "Mobile e-mail address (again)",
      activationPassword: "Activation password",
      activationPasswordAgain: "Activation password (again)",
      makeUp: "Generate 8 digits",
      issue: "Issue token",
      skip: "Skip issuance",
      back: "Back",
      otp: "One-time password",
      confirm: "Confirm",
      continue: "Continue to internet banking",
      appIsSetUp: "The app has been set up",
      userId: "User ID",
    },
    app: {
      first: "Set up for the first time",
      inThisTab: "Set up here",
      serviceId: "Service ID",
      userId: "User ID",
      activationPassword: "Activation password",
      setUp: "Set up",
      next: "Next",
    },
  },
};
