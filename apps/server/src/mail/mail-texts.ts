import type { Institution, MailOrder } from "@warifu/rules";
import { gateNames } from "../gate-names.ts";

export interface MailText {
  readonly subject: string;
  readonly text: string;
}

export interface MailFacts {
  readonly institution: Institution;
  /** When the issuance ends; told in the mail of 手順2. */
  readonly expiresAtMs: number;
  /** Origin of the token app, from the configuration. */
  readonly tokenOrigin: string;
}

/**
 * Writes the mail in both languages, the customer's first. It names no service ID, no user ID, no address, no amount: whoever
 * reads over a shoulder, or a mailbox, learns only that there is a token. Its one link is the token site's origin.
 */
export function writeMail(order: Pick<MailOrder, "kind" | "locale">, facts: MailFacts): MailText {
  const japanese = texts.ja[order.kind](facts);
  const english = texts.en[order.kind](facts);
  const [first, second] = order.locale === "en" ? [english, japanese] : [japanese, english];
  const rule = "-".repeat(60);
  return { subject: first.subject, text: [...first.lines, "", rule, "", ...second.lines, ""].join("\n") };
}

interface Part {
  readonly subject: string;
  readonly lines: readonly string[];
}

const texts: Record<"ja" | "en", Record<MailOrder["kind"], (facts: MailFacts) => Part>> = {
  ja: {
    tokenIssued: (facts) => ({
      subject: `【${facts.institution.texts.nameJa}】トークン発行のお知らせ`,
      lines: [
        `${facts.institution.texts.nameJa}をご利用いただき、ありがとうございます。`,
        "ワンタイムパスワードのトークンを発行しました。",
        "",
        ...(facts.institution.policy.mailCarriesLink
          ? [
              "■次にしていただくこと（手順2）",
              "ワンタイムパスワードを表示するスマートフォンで、次のページを開いてください。",
              "",
              `  ${facts.tokenOrigin}/`,
            ]
          : [
              "■次にしていただくこと（手順2）",
              `インターネットバンキングの${gateNames.ja.title.confirm}の画面のご案内に沿って、アプリを設定してください。`,
            ]),
        "",
        "初期設定では、インターネットバンキングの画面に表示されている「サービスID」「ユーザID」と、",
        "お客様がお決めになった「利用開始パスワード」を入力します。このメールには書かれていません。",
        "",
        `有効期限：${momentJa(facts.expiresAtMs)}まで`,
        "",
        ...closingJa(facts),
      ],
    }),
    tokenInUse: (facts) => ({
      subject: `【${facts.institution.texts.nameJa}】ワンタイムパスワードの利用開始のお知らせ`,
      lines: [
        "ワンタイムパスワードの利用開始の手続きが完了しました。",
        "",
        "機種変更のときは、古いスマートフォンを手放す前に、窓口またはお電話で再発行をお申し出ください。",
        "",
        ...closingJa(facts),
      ],
    }),
    tokenLocked: (facts) => ({
      subject: `【${facts.institution.texts.nameJa}】ワンタイムパスワードの利用停止のお知らせ`,
      lines: [
        "ワンタイムパスワードの入力の誤りが続いたため、利用を停止しました。お金や口座に影響はありません。",
        "",
        "ロックを解除するには、窓口または下の電話番号へご連絡ください。",
        "",
        ...closingJa(facts),
      ],
    }),
  },
  en: {
    tokenIssued: (facts) => ({
      subject: `[${facts.institution.texts.nameEn}] Your token has been issued`,
      lines: [
        `Thank you for using ${facts.institution.texts.nameEn}.`,
        "A token for one-time passwords has been issued to you.",
        "",
        ...(facts.institution.policy.mailCarriesLink
          ? [
              "What to do next (step 2)",
              "Open this page on the smartphone that will show the one-time passwords:",
              "",
              `  ${facts.tokenOrigin}/`,
            ]
          : [
              "What to do next (step 2)",
              `Follow the ${gateNames.en.title.confirm} screen in internet banking to set up the app.`,
            ]),
        "",
        "The initial set-up asks for the service ID and the user ID shown in internet banking,",
        "and for the activation password you chose. None of them is in this e-mail.",
        "",
        `Valid until: ${momentEn(facts.expiresAtMs)}`,
        "",
        ...closingEn(facts),
      ],
    }),
    tokenInUse: (facts) => ({
      subject: `[${facts.institution.texts.nameEn}] Your one-time passwords are in use`,
      lines: [
        "Your one-time passwords are ready to use.",
        "",
        "Before you give an old phone away, ask for a new token at your branch or by phone.",
        "",
        ...closingEn(facts),
      ],
    }),
    tokenLocked: (facts) => ({
      subject: `[${facts.institution.texts.nameEn}] Your one-time passwords have been locked`,
      lines: [
        "Your one-time passwords have been locked after repeated wrong entries. Your money and your account are not affected.",
        "",
        "To unlock them, please contact your branch or call the number below.",
        "",
        ...closingEn(facts),
      ],
    }),
  },
};

function closingJa({ institution: { texts: words } }: MailFacts): string[] {
  return [
    "■ご注意",
    `${words.nameJa}が、電話・メール・SMSでパスワードやワンタイムパスワードをお聞きすることは、決してありません。`,
    "お心当たりのない場合は、すぐに下の電話番号へご連絡ください。",
    "このメールは送信専用です。ご返信いただいてもお答えできませんので、ご了承ください。",
    "",
    words.nameJa,
    `電話：${words.supportPhone}（${words.supportHoursJa}）`,
  ];
}

function closingEn({ institution: { texts: words } }: MailFacts): string[] {
  return [
    "Please note",
    `${words.nameEn} never asks for passwords or one-time passwords by phone, e-mail or text message.`,
    "If you did not request this, call the number below at once.",
    "This is an automated e-mail. Please do not reply.",
    "",
    words.nameEn,
    `Phone: ${words.supportPhone} (${words.supportHoursEn})`,
  ];
}

/** Customers' branches are in Japan: dates are Japan time, and say so. */
function momentJa(timeMs: number): string {
  const format = new Intl.DateTimeFormat("ja-JP", { dateStyle: "long", timeStyle: "short", timeZone: "Asia/Tokyo" });
  return `${format.format(timeMs)}（日本時間）`;
}

function momentEn(timeMs: number): string {
  const format = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeStyle: "short", timeZone: "Asia/Tokyo" });
  return `${format.format(timeMs)} Japan time`;
}
