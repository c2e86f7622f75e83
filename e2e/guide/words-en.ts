import type { GuideWords } from "./guide-words.ts";
import type { InstitutionFacts } from "./institution-facts.ts";

export function english({ texts, policy, senderDomain }: InstitutionFacts, nowMs: number): GuideWords {
  const lifetime = duration(policy.issuanceLifetimeSeconds);
  const digits = `${policy.tokenDigits} digits`;
  const period = `${policy.tokenPeriodSeconds} seconds`;
  return {
    title: "Getting started with one-time passwords (software token)",
    kind: "Internet banking guide",
    edition: new Intl.DateTimeFormat("en-GB", { year: "numeric", month: "long", timeZone: "Asia/Tokyo" }).format(nowMs),
    lead: `A one-time password is a number of ${digits} that changes every ${period}. An app on your smartphone shows it, and each number works only once. You enter it when you log in and when you make a transfer: that protects your savings.`,
    stepLabel: (number) => `Step ${number}`,
    continued: (number) => `Step ${number} (continued)`,
    onPc: "PC",
    onPhone: "Smartphone",
    sample: "The screens are samples. The numbers and times on your own screens differ.",
    overview: {
      title: "The five steps",
      steps: [
        { name: "Issue the token", where: "pc" },
        { name: "Get the app", where: "both" },
        { name: "Set up the app", where: "phone" },
        { name: "See the number", where: "phone" },
        { name: "Confirm", where: "pc" },
      ],
    },
    before: {
      title: "Before you begin",
      text: [
        "First, please **apply at your branch**. Once your application is registered, the screen “Issue a one-time password token” appears the next time you log in to internet banking.",
        "It takes about three minutes. Please go through steps 1 to 5 in one go.",
      ],
    },
    ready: {
      title: "What you need",
      items: [
        "The PC on which you use internet banking",
        "The smartphone that will show the one-time passwords",
        "An e-mail address that you can read on that smartphone",
      ],
    },
    filter: {
      title: "If you filter unwanted e-mail",
      text: "Before you begin, please allow e-mail from this domain.",
      url: "If you refuse e-mail that contains links, please allow e-mail with links too.",
    },
    never: {
      title: "Anyone who asks for your one-time password by phone, e-mail or text message is a fraudster",
      text: `Nobody at ${texts.nameEn} will ever ask you for a one-time password or an activation password. You enter them only on the screens of internet banking and of the app.`,
    },
    steps: [
      {
        title: "Issue a one-time password token",
        where: "pc",
        lead: "Log in to internet banking on your PC. When the screen “Issue a one-time password token” appears, enter the following.",
        items: [
          "Your **mobile e-mail address**, the same in both fields (4 to 64 letters, digits and symbols). Choose one that you can read on the smartphone.",
          "An **activation password** of your own choice, the same in both fields (4 to 8 digits). “Generate 8 digits” chooses one for you.",
          "Press **“Issue token”**.",
        ],
        notes: [
          "The activation password is used only once, in step 3. Remember it until then. Choose something other than your log-in password or PIN.",
          "If a token has already been issued to you, press “Skip issuance” to go on to the screen of step 2.",
        ],
      },
      {
        title: "Get the one-time password app",
        where: "both",
        lead: "The PC now shows “Confirm your one-time password”, and an e-mail arrives on your smartphone. Please **keep the PC’s screen open**: step 5 needs it.",
        items: [
          "Check the **address the e-mail was sent to**. If it is wrong, press “Back” at the bottom and issue a new token.",
          `Step 3 asks for the **service ID** and the **user ID**. They are valid for **${lifetime}**.`,
          "If you scan the **QR code** with your smartphone’s camera, the app’s page opens with both IDs filled in, without waiting for the e-mail.",
          policy.mailCarriesLink
            ? "Open the **e-mail** on your smartphone and tap the address in it."
            : "An **e-mail** arrives on your smartphone. Open the app’s page with the QR code (3).",
          "On the app’s page, tap **“Set up for the first time”**.",
          "**Add the app to your home screen** as the page shows.",
        ],
        notes: [],
      },
      {
        title: "Set up the one-time password app",
        where: "phone",
        lead: "Open the app from its new icon on your smartphone’s home screen.",
        items: [
          "Tap **“Set up for the first time”**.",
          "Enter the **service ID** and the **user ID** that the PC shows. With “Scan QR code” you need not type them.",
          "Enter the **activation password** you chose in step 1.",
          "Tap **“Set up”**.",
          "On the screen “Initial set-up complete”, tap **“Next”**.",
        ],
        notes: [
          "Set your smartphone’s date and time to **automatic**. The app works abroad just as well.",
          `Each issued token allows ${policy.activationTriesPerIssuance} attempts. After that, please start again from step 1.`,
        ],
      },
      {
        title: "See the one-time password",
        where: "phone",
        lead: "The app shows the one-time password. It works without a connection too.",
        items: [
          `The number of **${digits}** that is valid now.`,
          `The **time left** before it changes. There is a new number every ${period}. If little time is left, wait for the next one.`,
        ],
        notes: [],
      },
      {
        title: "Confirm your one-time password",
        where: "pc",
        lead: "Go back to your PC. The screen changes by itself once the app is set up.",
        items: [
          `Enter the **${digits}** that the app shows.`,
          "Press **“Confirm”**. “Your one-time password is ready to use” tells you that everything is done.",
        ],
        notes:
          policy.windowPastSteps > 0
            ? ["If the number changes while you are typing, the previous one still works for a short while."]
            : [],
      },
    ],
    mail: { from: "From", to: "To", caption: "The e-mail on your smartphone" },
    captions: {
      issueAddress: "Issue a one-time password token (upper part)",
      issuePassword: "Issue a one-time password token (lower part)",
      ids: "Confirm your one-time password",
      first: "The app’s page",
      installIphone: "⑥ iPhone",
      installAndroid: "⑥ Android",
      setUp: "Initial set-up",
      setUpDone: "Initial set-up complete",
      code: "One-time password",
      confirm: "Confirm your one-time password",
      done: "You’re all set",
      prompt: "Enter your one-time password",
    },
    later: {
      title: "What happens next",
      when: {
        title: "When you need it",
        text: [
          "Internet banking then needs it **at log-in** and for **important transactions such as transfers**. Open the app and enter the number shown at that moment.",
          "If such a screen appears although you did not ask for anything, enter nothing and call us at once.",
        ],
      },
      change: {
        title: "Before you change phones",
        text: [
          "**Keep the old smartphone until the new one works.** For your safety a token cannot be copied to another phone.",
          "Before you give the old smartphone away, ask for a new token at the branch or by phone.",
        ],
      },
      lost: {
        title: "If your phone is lost or stolen",
        text: [
          "**Call us at once.** We stop your one-time password right away. It can be resumed if you find the phone.",
        ],
      },
    },
    troubles: {
      title: "If something goes wrong",
      rows: [
        {
          what: "The e-mail does not arrive",
          way: `Look in your junk e-mail and allow e-mail from “@${senderDomain}”. Under “E-mail not received?” it can be sent again ${policy.mailResendWaitSeconds} seconds after the last time, up to ${policy.mailResendsPerIssuance} times. You can also go on without the e-mail, with the QR code of step 2.`,
        },
        {
          what: "The address was wrong, or you forgot the activation password",
          way: `Press “Back” and start again from step 1. The earlier user ID stops working. A token can be issued ${policy.issuancesPerDay} times within 24 hours.`,
        },
        {
          what: "The time has run out",
          way: `Step 5 must be done within ${lifetime} after issuing. Log in again and start again from step 1.`,
        },
        {
          what: "You closed the screen half-way",
          way: "Log in again and press “Skip issuance” to go on where you left off. The app need not be set up again.",
        },
        {
          what: "“This one-time password is wrong”",
          way: "Set your smartphone’s date and time to automatic, wait for the next number, and enter that. Each number works only once.",
        },
        {
          what: `${policy.wrongCodesUntilPause} wrong entries in a row`,
          way: `For your safety it is paused for ${duration(policy.pauseSeconds)}. After that it works again by itself.`,
        },
        {
          what: "The app shows no number any more",
          way: "Your money and your account are not affected. Open the app from its icon again; if that does not help, call us and we issue a new token.",
        },
      ],
    },
    call: {
      title: "How to reach us",
      text: "Please tell us the number at the bottom right of the screen (G-110, T-120 …): then we can help you sooner.",
    },
  };
}

function duration(seconds: number): string {
  if (seconds % 3600 === 0) return `${seconds / 3600} hours`;
  return seconds % 60 === 0 ? `${seconds / 60} minutes` : `${seconds} seconds`;
}
