import type { Institution, MailOrder } from "@warifu/rules";

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
              "トークンを表示するスマートフォンで、次のページを開いてください。",
              "",
              `  ${facts.tokenOrigin}/`,
            ]
          : [
              "■次にしていただくこと（手順2）",
              "インターネットバンキングの「ワンタイムパスワード認証確認」画面のご案内に沿って、アプリを設定してください。",
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
        "機種変更のときは、古いスマートフォンを手放す前に、インターネットバンキングで「機種変更」の手続きをしてください。",
        "",
        ...closingJa(facts),
      ],
    }),
    tokenLocked: (facts) => ({
      subject: `【${facts.institution.texts.nameJa}】ワンタイムパスワードの利用停止のお知らせ`,
      lines: [
        "ワンタイムパスワードの入力の誤りが続いたため、利用を停止しました。お客様の口座のお金は守られています。",
        "",
        "ご利用を再開するには、窓口または下の電話番号へご連絡ください。",
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
              'Set up the app as the screen "Confirm the one-time password" in internet banking says.',
            ]),
        "",
        "The initial set-up asks for the service ID and the user ID shown in internet banking,",
        "and for the activation password you chose. None of them is in this mail.",
        "",
        `Valid until: ${momentEn(facts.expiresAtMs)}`,
        "",
        ...closingEn(facts),
      ],
    }),
    tokenInUse: (facts) => ({
      subject: `[${facts.institution.texts.nameEn}] Your one-time passwords are in use`,
      lines: [
        "You have completed the start of use of one-time passwords.",
        "",
        'Before you give an old phone away, go through "Change phone" in internet banking.',
        "",
        ...closingEn(facts),
      ],
    }),
    tokenLocked: (facts) => ({
      subject: `[${facts.institution.texts.nameEn}] Your one-time passwords have been locked`,
      lines: [
        "Your one-time passwords have been locked after repeated wrong entries. The money in your account is safe.",
        "",
        "To use them again, please contact your branch or call the number below.",
        "",
        ...closingEn(facts),
      ],
    }),
  },
};

function closingJa({ institution: { texts: words } }: MailFacts): string[] {
  return [
    "■ご注意",
    `${words.nameJa}が、メールや電話、SMSでパスワードやワンタイムパスワードをお聞きすることはありません。`,
    "お心当たりのない場合は、すぐに下の電話番号へご連絡ください。",
    "このメールは送信専用です。返信なさってもお答えできません。",
    "",
    words.nameJa,
    `電話：${words.supportPhone}（${words.supportHoursJa}）`,
  ];
}

function closingEn({ institution: { texts: words } }: MailFacts): string[] {
  return [
    "Please note",
    `${words.nameEn} never asks for passwords or one-time passwords by mail, phone or SMS.`,
    "If you know nothing of this, call the number below at once.",
    "This mail was sent by a machine; nobody reads answers to it.",
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
