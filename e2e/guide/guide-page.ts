import type { Language } from "../harness/journey.ts";
import type { GuideWords, StepWords } from "./guide-words.ts";
import type { InstitutionFacts } from "./institution-facts.ts";
import { escaped, inline, mark } from "./markup.ts";
import type { Picture } from "./take-picture.ts";
import type { Walk } from "./walk-five-steps.ts";

export interface GuideFacts {
  readonly language: Language;
  readonly institution: InstitutionFacts;
  readonly words: GuideWords;
  readonly walk: Walk;
  readonly css: string;
}

type Where = StepWords["where"];

/** The whole guide as one document; its pictures lie beside it in images/. */
export function guidePage({ language, institution, words, walk, css }: GuideFacts): string {
  const name = language === "ja" ? institution.texts.nameJa : institution.texts.nameEn;
  const { pictures } = walk;
  const show = (picture: Picture, caption: string, kind: "pc" | "phone"): string => figure(picture, caption, kind);
  const { captions } = words;
  const bodies = [
    pair(
      show(pictures["issue-address"], captions.issueAddress, "pc"),
      show(pictures["issue-password"], captions.issuePassword, "pc"),
    ),
    `<div class="pair">${show(pictures.ids, captions.ids, "pc")}<div class="stack">${mailCard(walk, words, institution)}</div></div>
    <p class="continued"><span class="step-number">${escaped(words.continued(2))}</span></p>
    <div class="phones">${show(pictures.first, captions.first, "phone")}${show(pictures["install-iphone"], captions.installIphone, "phone")}${show(pictures["install-android"], captions.installAndroid, "phone")}</div>`,
    `<div class="phones">${show(pictures["set-up"], captions.setUp, "phone")}${show(pictures["set-up-done"], captions.setUpDone, "phone")}</div>`,
    `<div class="phones">${show(pictures.code, captions.code, "phone")}</div>`,
    pair(show(pictures.confirm, captions.confirm, "pc"), show(pictures.done, captions.done, "pc")),
  ];
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(words.title)} | ${escaped(name)}</title>
<style>
${css}
@page { @bottom-left { content: "${name}  ${words.title}"; } }
</style>
</head>
<body>
<header>
  <p class="brand"><span class="brand-name">${escaped(name)}</span><span>${escaped(words.kind)}</span></p>
  <h1>${escaped(words.title)}</h1>
  <p class="lead">${inline(words.lead)}</p>
</header>
<main>
<section class="first">
  <h2>${escaped(words.before.title)}</h2>
  ${paragraphs(words.before.text)}
  <div class="boxes">
    <div class="box"><h3>${escaped(words.ready.title)}</h3><ul>${words.ready.items.map((item) => `<li>${inline(item)}</li>`).join("")}</ul></div>
    <div class="box box-notice"><h3>${escaped(words.filter.title)}</h3><p>${inline(words.filter.text)}</p>
      <p class="domain">@${escaped(institution.senderDomain)}</p><p>${inline(words.filter.url)}</p></div>
  </div>
  ${overview(words)}
  <div class="box box-never"><h3>${escaped(words.never.title)}</h3><p>${inline(words.never.text)}</p></div>
  ${callBox(words, institution, language, name)}
  <p class="sample">${escaped(words.sample)}</p>
</section>
${words.steps.map((step, index) => stepSection(words, step, index + 1, bodies[index] ?? "")).join("\n")}
<section class="later">
  <h2>${escaped(words.later.title)}</h2>
  <div class="pair">
    <div>${topic(words.later.when)}${topic(words.later.change)}${topic(words.later.lost)}</div>
    ${show(pictures.prompt, captions.prompt, "pc")}
  </div>
</section>
<section class="troubles">
  <h2>${escaped(words.troubles.title)}</h2>
  <table><tbody>${words.troubles.rows.map(({ what, way }) => `<tr><th scope="row">${inline(what)}</th><td>${inline(way)}</td></tr>`).join("")}</tbody></table>
  ${callBox(words, institution, language, name)}
</section>
</main>
<footer><p>${escaped(name)}</p><p>${escaped(words.edition)}</p></footer>
</body>
</html>
`;
}

function overview(words: GuideWords): string {
  const steps = words.overview.steps.map(
    ({ name, where }, index) =>
      `<li><span class="overview-step">${escaped(words.stepLabel(index + 1))}</span><span class="overview-name">${escaped(name)}</span>${places(words, where)}</li>`,
  );
  return `<h2>${escaped(words.overview.title)}</h2><ol class="overview">${steps.join("")}</ol>`;
}

function places(words: GuideWords, where: Where): string {
  const chip = (kind: "pc" | "phone", text: string): string =>
    `<span class="place place-${kind}">${escaped(text)}</span>`;
  const pc = where === "phone" ? "" : chip("pc", words.onPc);
  const phone = where === "pc" ? "" : chip("phone", words.onPhone);
  return `<span class="places">${pc}${phone}</span>`;
}

function stepSection(words: GuideWords, step: StepWords, number: number, body: string): string {
  const items = step.items.map((item, index) => `<li>${mark(index + 1)}<span>${inline(item)}</span></li>`).join("");
  const notes = step.notes.map((note) => `<li>${inline(note)}</li>`).join("");
  return `<section class="step step-${number}">
  <div class="step-head"><span class="step-number">${escaped(words.stepLabel(number))}</span><h2>${escaped(step.title)}</h2>${places(words, step.where)}</div>
  <div class="step-text">
    <p>${inline(step.lead)}</p>
    <ol class="instructions">${items}</ol>
    ${notes === "" ? "" : `<ul class="notes">${notes}</ul>`}
  </div>
  <div class="step-pictures">${body}</div>
</section>`;
}

function pair(left: string, right: string): string {
  return `<div class="pair">${left}${right}</div>`;
}

function figure({ file, width, height, marks }: Picture, caption: string, kind: "pc" | "phone"): string {
  const numbers = marks.map(({ number, top }) => mark(number, `top:${top.toFixed(2)}%`)).join("");
  return `<figure class="picture picture-${kind}"><div class="frame"><img src="images/${file}" width="${width}" height="${height}" alt="${escaped(caption)}">${numbers}</div><figcaption>${inline(caption)}</figcaption></figure>`;
}

function mailCard({ mail }: Walk, words: GuideWords, { senderDomain }: InstitutionFacts): string {
  const text = mail.text.replaceAll(/https?:\/\/[^\s]+/g, (address) => shownAddress(address, senderDomain));
  return `<figure class="picture picture-mail"><div class="frame mail">${mark(4, "top:7mm")}
    <p class="mail-subject">${escaped(mail.subject)}</p>
    <p class="mail-head">${escaped(words.mail.from)} ${escaped(mail.from)}<br>${escaped(words.mail.to)} ${escaped(mail.to)}</p>
    <div class="mail-text">${paragraphsOf(text)}</div></div><figcaption>${inline(words.mail.caption)}</figcaption></figure>`;
}

/** Lines that a mail breaks for narrow screens flow again here; an empty line parts paragraphs. */
function paragraphsOf(text: string): string {
  return text
    .split(/\n{2,}/)
    .map((block) => `<p>${escaped(block).replaceAll("\n", "<br>")}</p>`)
    .join("");
}

/** A demo lives on localhost, which no customer will ever see in a mail: there the sender's domain stands in for the token site. */
export function shownAddress(address: string, senderDomain: string): string {
  const { protocol, hostname } = new URL(address);
  return protocol === "http:" && hostname === "localhost" ? `https://${senderDomain}/` : address;
}

function topic({ title, text }: { readonly title: string; readonly text: readonly string[] }): string {
  return `<div class="topic"><h3>${escaped(title)}</h3>${paragraphs(text)}</div>`;
}

function paragraphs(text: readonly string[]): string {
  return text.map((one) => `<p>${inline(one)}</p>`).join("");
}

function callBox(words: GuideWords, { texts }: InstitutionFacts, language: Language, name: string): string {
  const hours = language === "ja" ? texts.supportHoursJa : texts.supportHoursEn;
  return `<div class="call"><div><h3>${escaped(words.call.title)}</h3><p class="call-name">${escaped(name)}</p></div>
    <p class="call-number"><a href="tel:${texts.supportPhone.replaceAll("-", "")}">${escaped(texts.supportPhone)}</a><span>${escaped(hours)}</span></p>
    <p class="call-note">${inline(words.call.text)}</p></div>`;
}
