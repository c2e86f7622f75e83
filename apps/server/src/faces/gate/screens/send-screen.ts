import { html, messagesFor, page, render, sharedWords, stepNavigation, unbroken } from "@warifu/pages";
import type { Html } from "@warifu/pages";
import type { Institution } from "@warifu/rules";
import type { FastifyReply } from "fastify";
import { browserModulePath } from "../../../http/assets.ts";
import { contentSecurityPolicy, wasmScripts } from "../../../http/content-security-policy.ts";
import type { Language } from "../../../http/language.ts";
import { brandPaths } from "../brand.ts";
import type { Visit } from "../visit/visit.ts";
import { frameWords } from "./frame/words.ts";
import type { House } from "./house.ts";
import type { Screen } from "./screen.ts";
import { sessionDialog } from "./session/session-dialog.ts";

/** Answers with a screen of a visit; `step` is the part of its address below the visit. */
export function sendScreen(reply: FastifyReply, visit: Visit, screen: Screen, step?: string): FastifyReply {
  reply.rememberLanguage(visit.language);
  return reply
    .type("text/html; charset=utf-8")
    .header("content-security-policy", policyOf(screen, visit.bankOrigin))
    .send(
      documentOf(inVisit(screen, visit), visit.language, visit, {
        ja: visit.links.inLanguage("ja", step),
        en: visit.links.inLanguage("en", step),
      }),
    );
}

/** What every page of a visit has beside its own: the warning before the end, and entries that survive a change of language. */
function inVisit(screen: Screen, visit: Visit): Screen {
  if (screen.timeless === true) return screen;
  return {
    ...screen,
    scripts: [...(screen.scripts ?? []), "visit"],
    body: html`${screen.body} ${sessionDialog(visit)}`,
  };
}

/** The whole page. Without an institution (nobody knows yet whose customer this is) it speaks for the service. */
export function documentOf(
  screen: Screen,
  language: Language,
  house: House | null,
  languageSwitch: { ja: string; en: string },
): string {
  const institution = house?.institution ?? null;
  const paths = house === null || house.brand === null ? null : brandPaths(house.institution, house.brand);
  const words = messagesFor(frameWords, language);
  const { error } = messagesFor(sharedWords, language);
  return render(
    page({
      lang: language,
      title: screen.hasErrors === true ? `${error}: ${screen.title}` : screen.title,
      screenId: screen.screenId,
      siteName: institution === null ? words.anyInstitution : nameOf(institution, language),
      ...(institution === null ? {} : { siteKind: words.siteKind, support: supportOf(institution, language) }),
      languageSwitch,
      ...(paths === null ? {} : { variant: "site branded", styles: [paths.colours] }),
      ...(paths === null || paths.logo === null ? {} : { logo: paths.logo }),
      scripts: (screen.scripts ?? []).map((name) => browserModulePath("gate", name)),
      body: html`${stepsOf(screen, language)}
        <h1>${unbroken(screen.title)}</h1>
        ${screen.body}`,
    }),
  );
}

/** Where the page goes on by itself both are in it, and its script chooses which is seen. */
function stepsOf({ step, laterStep }: Screen, lang: Language): Html | null {
  if (step === undefined) return null;
  const { step1, step2, step3 } = messagesFor(frameWords, lang);
  // Numbered as the manual, the mail of 手順2 and the guide count: what is done with the phone is one part here.
  const steps = [
    { label: step1, from: 1, to: 1 },
    { label: step2, from: 2, to: 4 },
    { label: step3, from: 5, to: 5 },
  ];
  const now = stepNavigation({ lang, steps, current: step === "finished" ? steps.length + 1 : step });
  if (laterStep === undefined) return now;
  return html`<div data-steps="now">${now}</div>
    <div data-steps="later" hidden>${stepNavigation({ lang, steps, current: laterStep })}</div>`;
}

export function nameOf({ texts }: Institution, language: Language): string {
  return language === "ja" ? texts.nameJa : texts.nameEn;
}

function supportOf({ texts }: Institution, language: Language): { phone: string; hours: string } {
  return { phone: texts.supportPhone, hours: language === "ja" ? texts.supportHoursJa : texts.supportHoursEn };
}

/** Chromium applies form-action to the redirects that follow a form: the way back to the bank has to be allowed (CSP 3 §6.4.2). */
function policyOf(screen: Screen, bankOrigin: string): string {
  return contentSecurityPolicy({
    ...(screen.wasm === true ? wasmScripts : {}),
    "form-action": ["'self'", bankOrigin],
  });
}
