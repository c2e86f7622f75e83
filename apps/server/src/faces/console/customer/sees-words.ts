import { defineMessages } from "@warifu/pages";
import { gateNames } from "../../../gate-names.ts";

/** What the customer's screen says besides its title. */
export interface SeenFacts {
  /** When the stop or the limit ends by itself; empty where it does not. */
  readonly until: string;
  /** Since when a person's stop holds; empty where there is none. */
  readonly since: string;
  /** The number to call, as the gate shows it. */
  readonly phone: string;
}

const { ja, en } = gateNames;

const atLimit = {
  ja: "24時間に発行できる回数に達しました。画面に表示されている時刻を過ぎると、もう一度発行できます。お急ぎのときは、ご本人さまの確認ができましたら、こちらでもう1回発行できるようにいたします。",
  en: "The limit of tokens within 24 hours is reached. You can issue again after the time on your screen. If it is urgent, we can allow one more once we have checked your identity.",
};

/** お客様の画面: what the customer sees at log-in now, and what to say about it. One entry for every situation. */
export const seesWords = defineMessages({
  ja: {
    nothing: {
      sees: () => "ワンタイムパスワードの画面は表示されません。そのまま取引画面に進みます。",
      say: `ワンタイムパスワードのお申し込みを窓口で承ります。登録後、次にログインされると${ja.title.issue}の画面が表示されます。`,
    },
    issue: {
      sees: () => `${ja.screen.issue}が表示されます。`,
      say: `お手元にスマートフォンをご用意ください。画面に携帯電話メールアドレスと、お客様が決める4〜8桁の利用開始パスワードを入力し、${ja.button.issue}を押してください。`,
    },
    again: {
      sees: () => `${ja.screen.expired}が表示されます。${ja.button.issueAgain}を押すと${ja.screen.issue}に進みます。`,
      say: `前回の発行は有効期限が過ぎました。お手数ですが、もう一度${ja.button.issue}をお願いします。利用開始パスワードも新しく決めてください。`,
    },
    againNoneLeft: {
      sees: ({ until }) =>
        `${ja.screen.expired}が表示されます。${ja.button.issueAgain}を押すと、${ja.screen.tooManyIssuances}と、${until}以降に発行できることが表示されます。`,
      say: atLimit.ja,
    },
    noneLeft: {
      sees: ({ until }) => `${ja.screen.tooManyIssuances}と、${until}以降に発行できることが表示されます。`,
      say: atLimit.ja,
    },
    issued: {
      sees: () =>
        `${ja.screen.issue}が表示されます。${ja.button.skip}を押すと${ja.screen.confirm}に進み、サービスIDとユーザIDが表示されます。`,
      say: `${ja.button.skip}を押してください。表示されるサービスIDとユーザID、ご自身で決めた利用開始パスワードを、スマートフォンのアプリに入力してください。`,
    },
    issuedNoneLeft: {
      sees: () =>
        `${ja.screen.tooManyIssuances}が表示されます。${ja.button.goOnWithToken}を押すと${ja.screen.confirm}に進み、サービスIDとユーザIDが表示されます。`,
      say: `${ja.button.goOnWithToken}を押してください。表示されるサービスIDとユーザID、ご自身で決めた利用開始パスワードを、スマートフォンのアプリに入力してください。`,
    },
    activated: {
      sees: () => `${ja.screen.issue}が表示されます。${ja.button.skip}を押すと${ja.screen.confirm}に進みます。`,
      say: `アプリの設定は終わっています。${ja.button.skip}を押し、アプリに表示されている番号を入力して${ja.button.confirm}を押してください。`,
    },
    activatedNoneLeft: {
      sees: () =>
        `${ja.screen.tooManyIssuances}が表示されます。${ja.button.goOnWithToken}を押すと${ja.screen.confirm}に進みます。`,
      say: `アプリの設定は終わっています。${ja.button.goOnWithToken}を押し、アプリに表示されている番号を入力して${ja.button.confirm}を押してください。`,
    },
    otp: {
      sees: () => `${ja.screen.prompt}が表示されます。`,
      say: "アプリに表示されている番号を、お客様ご自身で画面に入力してください。電話・メール・SMSで番号をお聞きすることは、決してありません。",
    },
    paused: {
      sees: ({ until }) => `${ja.screen.paused}と、${until}まで停止していることが表示されます。`,
      say: "番号違いが続いたため、一時的に停止しています。お金や口座に影響はありません。画面に表示されている時刻を過ぎてから、アプリに表示されている番号を入力してください。",
    },
    locked: {
      sees: ({ phone }) => `${ja.screen.locked}と、電話番号${phone}が表示されます。`,
      say: "番号違いが続いたため停止しています。お金や口座に影響はありません。ご本人さまの確認ができましたら、こちらで解除いたします。",
    },
    suspended: {
      sees: ({ since, phone }) =>
        `${ja.screen.suspended}と、${since}から停止していること、電話番号${phone}が表示されます。`,
      say: "お申し出により停止しています。ご本人さまの確認ができましたら、再開または再発行のお手続きをいたします。",
    },
    revoked: {
      sees: ({ phone }) => `${ja.screen.revoked}と、電話番号${phone}が表示されます。`,
      say: "このトークンは失効しています。新しくお使いになるには、もう一度利用申込が必要です。ただいま承ります。",
    },
  },
  en: {
    nothing: {
      sees: () => "No one-time password screen; banking opens directly.",
      say: `You can apply for one-time passwords here. Once registered, the screen ${en.title.issue} appears after your next log-in.`,
    },
    issue: {
      sees: () => `${en.screen.issue}.`,
      say: `Please have your smartphone ready. Enter its e-mail address and an activation password of 4–8 digits that you choose, then press ${en.button.issue}.`,
    },
    again: {
      sees: () => `${en.screen.expired}. ${en.button.issueAgain} leads to ${en.screen.issue}.`,
      say: `The last issuance has expired. Please press ${en.button.issue} again and choose a new activation password.`,
    },
    againNoneLeft: {
      sees: ({ until }) =>
        `${en.screen.expired}. ${en.button.issueAgain} leads to ${en.screen.tooManyIssuances}, which says that it is possible again after ${until}.`,
      say: atLimit.en,
    },
    noneLeft: {
      sees: ({ until }) => `${en.screen.tooManyIssuances}, which says that it is possible again after ${until}.`,
      say: atLimit.en,
    },
    issued: {
      sees: () =>
        `${en.screen.issue}. ${en.button.skip} leads to ${en.screen.confirm}, which shows service ID and user ID.`,
      say: `Press ${en.button.skip}. Enter the service ID and user ID shown there, and the activation password you chose, into the app on your phone.`,
    },
    issuedNoneLeft: {
      sees: () =>
        `${en.screen.tooManyIssuances}. ${en.button.goOnWithToken} leads to ${en.screen.confirm}, which shows service ID and user ID.`,
      say: `Press ${en.button.goOnWithToken}. Enter the service ID and user ID shown there, and the activation password you chose, into the app on your phone.`,
    },
    activated: {
      sees: () => `${en.screen.issue}. ${en.button.skip} leads to ${en.screen.confirm}.`,
      say: `The app is set up. Press ${en.button.skip}, enter the digits your app shows and press ${en.button.confirm}.`,
    },
    activatedNoneLeft: {
      sees: () => `${en.screen.tooManyIssuances}. ${en.button.goOnWithToken} leads to ${en.screen.confirm}.`,
      say: `The app is set up. Press ${en.button.goOnWithToken}, enter the digits your app shows and press ${en.button.confirm}.`,
    },
    otp: {
      sees: () => `${en.screen.prompt}.`,
      say: "Enter the digits your app shows on the screen yourself. We never ask for them by phone, e-mail or text message.",
    },
    paused: {
      sees: ({ until }) => `${en.screen.paused}, with the time when it ends: ${until}.`,
      say: "After several wrong entries it is paused. Your money and your account are not affected. Please wait until the time on your screen, then enter the digits your app shows.",
    },
    locked: {
      sees: ({ phone }) => `${en.screen.locked}, with the number to call: ${phone}.`,
      say: "It is stopped after repeated wrong entries. Your money and your account are not affected. Once we have checked your identity we will unlock it.",
    },
    suspended: {
      sees: ({ since, phone }) => `${en.screen.suspended}, since ${since}, with the number to call: ${phone}.`,
      say: "It was stopped on request. Once we have checked your identity we can resume it or prepare a new token.",
    },
    revoked: {
      sees: ({ phone }) => `${en.screen.revoked}, with the number to call: ${phone}.`,
      say: "This token has been revoked. To go on you need a new application; we can take it now.",
    },
  },
} satisfies Record<"ja" | "en", Record<string, SightWords>>);

interface SightWords {
  readonly sees: (facts: SeenFacts) => string;
  readonly say: string;
}
