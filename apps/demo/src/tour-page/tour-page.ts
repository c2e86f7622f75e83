import { buttonRow, html, linkButton, messagesFor, noticeBox, page, unbroken } from "@warifu/pages";
import type { Hole, Html, Language } from "@warifu/pages";
import { staff, taro } from "../people.ts";
import type { DemoCustomer } from "../people.ts";
import { laterKeys, stepKeys } from "./person-progress.ts";
import type { LaterKey, StepKey } from "./person-progress.ts";
import type { StepState, TourView } from "./view.ts";
import { tourWords } from "./words.ts";

/** Where the buttons lead. */
export interface TourPlaces {
  readonly bank: string;
  readonly mailbox: string;
  readonly token: string;
  readonly api: string;
  readonly ops: string;
}

export interface TourPageOptions {
  readonly lang: Language;
  readonly person: DemoCustomer;
  readonly people: readonly DemoCustomer[];
  readonly places: TourPlaces;
  readonly view: TourView;
}

type Words = ReturnType<typeof wordsIn>;

function wordsIn(lang: Language) {
  return messagesFor(tourWords, lang);
}

/** D-100: one page that leads through the five steps and ticks them off. Whole without its script, which keeps it up to date. */
export function tourPage(options: TourPageOptions): Html {
  const { lang, person, view } = options;
  const words = wordsIn(lang);
  return tourFrame(
    lang,
    person,
    html`<div class="tour" data-tour data-revision="${view.revision}" data-states="${JSON.stringify(words.states)}">
      <div class="tour-steps stack">
        <h1>${unbroken(words.title)}</h1>
        <p>${words.lead}</p>
        ${choiceOfPerson(options)} ${notices(lang, words, view)}
        <ol class="tour-list">
          ${stepKeys.map((key) => step(key, options, words))}
        </ol>
        <section class="stack">
          <h2>${unbroken(words.laterTitle)}</h2>
          <ul class="tour-later">
            ${laterKeys.map((key) => later(key, view.later[key], words))}
          </ul>
        </section>
        <p class="support">${withCommands(words.startOver)}</p>
        ${forPrograms(options.places, words)}
      </div>
      <section class="tour-news card" aria-labelledby="news-title">
        <h2 id="news-title">${unbroken(words.happeningsTitle)}</h2>
        <p class="support">${words.happeningsNote}</p>
        <div class="tour-news-frame" role="log" aria-live="polite" aria-labelledby="news-title" tabindex="0">
          <ol class="tour-happenings" data-happenings>
            ${view.happenings.map(({ when, text }) => html`<li><time>${when}</time> ${text}</li>`)}
          </ol>
        </div>
        <p class="empty" data-no-happenings${view.happenings.length > 0 && html` hidden`}>${words.noHappenings}</p>
      </section>
    </div>`,
  );
}

/** The sign-in link could not be made: said on a page of its own, with the way back. */
export function branchFailedPage(lang: Language, person: DemoCustomer): Html {
  const words = wordsIn(lang);
  return tourFrame(
    lang,
    person,
    html`<div class="stack">
      <h1>${unbroken(words.branchFailed)}</h1>
      ${linkButton({ label: words.backToTour, href: tourPath(person, lang) })}
    </div>`,
  );
}

function tourFrame(lang: Language, person: DemoCustomer, body: Html): Html {
  const words = wordsIn(lang);
  return page({
    lang,
    title: words.title,
    screenId: "D-100",
    siteName: words.site,
    siteKind: words.siteKind,
    languageSwitch: { ja: tourPath(person, "ja"), en: tourPath(person, "en") },
    styles: ["/assets/tour.css"],
    scripts: ["/assets/tour.js"],
    variant: "tour-site",
    body,
  });
}

/** Whom the page follows, and its language, stand in its address: it can be opened again and needs no cookie. */
function tourPath({ customerId }: DemoCustomer, lang: Language): string {
  return `/?as=${customerId}&lang=${lang}`;
}

function choiceOfPerson({ lang, person, people }: TourPageOptions): Html {
  const words = wordsIn(lang);
  return html`<nav class="tour-people" aria-label="${words.who}">
    <p>${words.who}</p>
    <ul>
      ${people.map((one) => {
        const label = html`<strong>${lang === "ja" ? one.name : one.nameEn}</strong>
          <span>${one.customerId === taro.customerId ? words.whoNew : words.whoApplied}</span>`;
        return one === person
          ? html`<li><span aria-current="true">${label}</span></li>`
          : html`<li><a href="${tourPath(one, lang)}">${label}</a></li>`;
      })}
    </ul>
  </nav>`;
}

function notices(lang: Language, words: Words, view: TourView): Html {
  const awayNotice = {
    lang,
    kind: "warning",
    title: words.feedAwayTitle,
    body: html`<p>${words.feedAway}</p>`,
  } as const;
  const goneNotice = {
    lang,
    kind: "error",
    title: words.demoAwayTitle,
    body: html`<p>${withCommands(words.demoAway)}</p>`,
  } as const;
  return html`<div aria-live="polite">
    <div data-feed-away${view.isAnswering && html` hidden`}>${noticeBox(awayNotice)}</div>
    <div data-demo-away hidden>${noticeBox(goneNotice)}</div>
    <div data-finished${!view.isFinished && html` hidden`}>
      ${noticeBox({ lang, kind: "success", title: words.finished })}
    </div>
  </div>`;
}

function step(key: StepKey, options: TourPageOptions, words: Words): Html {
  const state = options.view.steps[key];
  const { name, why } = words.steps[key];
  return html`<li
    class="tour-step"
    data-step="${key}"
    data-state="${state}"
    ${state === "current" && html` aria-current="step"`}
  >
    <div class="tour-step-head">
      <h2>${unbroken(name)}</h2>
      ${stateMark(state, words)}
    </div>
    ${whatToDo(key, options, words)} ${buttonsOf(key, options, words)}
    <details class="tour-why" ${state === "current" && html` open`}>
      <summary>${words.why}</summary>
      <p>${why}</p>
    </details>
  </li>`;
}

/** In a window of their own, as everything that the tour opens. */
function forPrograms({ api, ops }: TourPlaces, words: Words): Html {
  const { forPrograms: texts } = words;
  const link = (href: string, text: string) =>
    html`<li>
      ${text}
      <a href="${href}" target="_blank" rel="noopener"
        >${href}<span class="visually-hidden">${words.elsewhere}</span></a
      >
    </li>`;
  return html`<div class="support">
    <p>${texts.title}</p>
    <ul>
      ${link(`${api}/docs`, texts.api)}${link(`${ops}/metrics`, texts.ops)}
    </ul>
  </div>`;
}

/** What is typed or pressed stands in backquotes in the words, and in the type of code on the page. */
function withCommands(text: string): Html {
  return html`${text.split("`").map((piece, index) => (index % 2 === 1 ? html`<code>${piece}</code>` : piece))}`;
}

function stateMark(state: StepState, words: Words): Html {
  return html`<span class="tour-state" data-state-text>${words.states[state]}</span>`;
}

function whatToDo(key: StepKey, { lang, person, view }: TourPageOptions, words: Words): Html {
  const { steps } = words;
  if (key === "apply") {
    const isNew = person.customerId === taro.customerId;
    return html`<p>${isNew ? steps.apply.do(person.customerId) : steps.apply.doApplied}</p>`;
  }
  if (key === "issue") {
    return html`<div data-used-up${!view.isUsedUp && html` hidden`}>
        ${noticeBox({ lang, kind: "warning", role: "status", body: html`<p>${words.usedUp}</p>` })}
      </div>
      <p>${steps.issue.do(person.customerId, person.password)}</p>
      <p class="support">${steps.issue.note}</p>`;
  }
  if (key === "setUp") {
    return html`<p>${steps.setUp.do}</p>
      <p class="support">${steps.setUp.note}</p>`;
  }
  return html`<p>${steps[key].do}</p>`;
}

function buttonsOf(key: StepKey, { lang, person, places, view }: TourPageOptions, words: Words): Hole {
  const kind = view.steps[key] === "current" ? "primary" : "secondary";
  const label = (text: string) => html`${text}<span class="visually-hidden">${words.elsewhere}</span>`;
  const open = (text: string, href: string) => linkButton({ label: label(text), href, kind, newTab: true });
  switch (key) {
    case "apply":
      return html`<form class="tour-branch" method="post" action="/branch" target="_blank">
          <input type="hidden" name="lang" value="${lang}" />
          <input type="hidden" name="as" value="${person.customerId}" />
          ${buttonRow(
            staff.map(
              ({ name, nameEn, role }) =>
                html`<button class="button button-secondary" type="submit" name="role" value="${role}">
                  ${label(words.openBranch(lang === "ja" ? name : `${nameEn}, ${role}`))}
                </button>`,
            ),
          )}
        </form>
        <p class="support">${words.branchNote}</p>`;
    case "issue":
      return buttonRow(open(words.openBank, places.bank));
    case "mail":
      return buttonRow(open(words.openMailbox, places.mailbox));
    case "setUp":
      // The script opens it in a window of a phone's size.
      return html`<div data-phone>${buttonRow(open(words.openPhone, places.token))}</div>`;
    default:
      return null;
  }
}

function later(key: LaterKey, isDone: boolean, words: Words): Html {
  return html`<li data-later="${key}" data-state="${isDone ? "done" : "ahead"}">
    <span>${words.later[key]}</span>
    <span class="visually-hidden" data-state-text>${words.states[isDone ? "done" : "ahead"]}</span>
  </li>`;
}
