import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { button, textButton } from "./components/buttons.ts";
import { otpField, passwordField, selectField, textField } from "./components/field.ts";
import { definitionList, details, table } from "./components/lists.ts";
import { badge, errorSummary, noticeBox } from "./components/notices.ts";
import { stepNavigation } from "./components/steps.ts";
import { unbroken } from "./components/unbroken.ts";
import { card, copyable, keyNumber, printSlip } from "./components/values.ts";
import { html, render } from "./html.ts";
import { page } from "./page.ts";

const mark = `"'><x-hostile onload=alert(1)>`;

/** Every component with the same text in every hole a text can come to. */
function everything(text: string): string {
  const lang = "ja";
  const body = html`${stepNavigation({ lang, steps: [text, text].map((label, at) => ({ label, from: at + 1, to: at + 1 })), current: 1 })}
  ${errorSummary({ lang, errors: [{ field: text, message: text }], title: text })}
  ${noticeBox({ lang, kind: "error", title: text, body: text, id: text })} ${badge({ kind: "info", label: text })}
  ${textField({ lang, id: text, name: text, label: text, support: text, error: text, value: text, data: { x: text } })}
  ${passwordField({ lang, id: text, label: text, value: text })} ${otpField({ lang, id: text, label: text })}
  ${selectField({ lang, id: text, name: text, label: text, options: [{ value: text, label: text }] })}
  ${button({ label: text, name: text, value: text, id: text, form: text, action: text, data: { x: text } })}
  ${textButton({ label: text })} ${definitionList([{ term: text, value: text }])}
  ${table({ caption: text, columns: [{ label: text }], rows: [[text]] })}
  ${details({ summary: text, body: text, id: text })} ${card({ title: text, body: text, id: text })}
  ${copyable({ lang, shown: text, copied: text, copyLabel: text })} ${printSlip({ title: text, body: text })}
  ${keyNumber({ label: text, value: text, note: text })}`;
  return render(
    page({
      lang,
      title: text,
      screenId: text,
      siteName: text,
      siteKind: text,
      homeUrl: text,
      body,
      scripts: [text],
      styles: [text],
      languageSwitch: { ja: text, en: text },
      support: { phone: text, hours: text },
      bar: text,
      footer: text,
      ribbon: text,
      variant: text,
    }),
  );
}

/** Tags and attribute names of a page, without any value; a word with a hyphen has a tag of its own in a heading. */
function skeleton(markup: string): string {
  const words = markup.replaceAll(/<span class="unbroken">([^<]*)<\/span>/g, "$1");
  return [...words.matchAll(/<(\/?[a-z][\w-]*)((?:\s+[\w-]+(?:="[^"]*")?)*)\s*\/?>/gi)]
    .map(([, tag = "", attributes = ""]) => `${tag} ${attributes.replaceAll(/="[^"]*"/g, "")}`.replaceAll(/\s+/g, " "))
    .join("\n");
}

describe("a page", () => {
  it("keeps its shape whatever the texts are", () => {
    const harmless = skeleton(everything("x"));
    expect(skeleton(everything(mark))).toBe(harmless);
    fc.assert(
      fc.property(fc.string({ unit: "binary", minLength: 1 }), (text) => {
        expect(skeleton(everything(text))).toBe(harmless);
      }),
      { numRuns: 50 },
    );
  });

  it("has nothing inline that a strict Content-Security-Policy would stop", () => {
    const markup = everything("x");
    expect(markup).not.toMatch(/<style|style="|\son[a-z]+="|javascript:|<script(?! type="module" src=)/i);
  });

  it("says its language, its title and its screen", () => {
    const markup = render(page({ lang: "en", title: "Confirm", screenId: "G-120", siteName: "Ozora", body: "" }));
    expect(markup.startsWith("<!doctype html>")).toBe(true);
    expect(markup).toContain(`<html lang="en">`);
    expect(markup).toContain("<title>Confirm | Ozora</title>");
    expect(markup).toMatch(/class="screen-id">.*G-120/s);
    expect(markup).not.toContain("maximum-scale");
  });

  it("has a language switch that names each language in itself and marks the current one", () => {
    const markup = render(
      page({
        lang: "ja",
        title: "t",
        screenId: "X",
        siteName: "s",
        body: "",
        languageSwitch: { ja: "?lang=ja", en: "?lang=en" },
      }),
    );
    expect(markup).toContain(`<span aria-current="true" lang="ja">日本語</span>`);
    expect(markup).toContain(`<a href="?lang=en" lang="en" hreflang="en">English</a>`);
  });
});

describe("a field", () => {
  it("says in words that it is required, and ties label, support and error to the input", () => {
    const markup = render(
      textField({
        lang: "ja",
        id: "mail",
        name: "mail",
        label: "宛先",
        required: true,
        support: "半角",
        error: "入力してください",
      }),
    );
    expect(markup).toContain("※必須");
    expect(markup).toMatch(/<label for="mail"/);
    expect(markup).toContain(`aria-describedby="mail-error mail-support"`);
    expect(markup).toContain(`aria-invalid="true"`);
    expect(markup).not.toContain("placeholder");
    expect(markup).not.toContain("disabled");
  });

  it("without a name is never sent with its form", () => {
    expect(render(passwordField({ lang: "ja", id: "secret", label: "x" }))).not.toMatch(/\sname=/);
  });

  it("for a code is one unmasked text field that phones and password managers can fill", () => {
    const markup = render(otpField({ lang: "ja", id: "otp", name: "otp", label: "ワンタイムパスワード" }));
    expect(markup).toContain(`inputmode="numeric"`);
    expect(markup).toContain(`autocomplete="one-time-code"`);
    expect(markup).toContain(`type="text"`);
    expect(markup).not.toContain("maxlength");
  });
});

describe("the error summary", () => {
  it("is announced, can be focused and leads to each field", () => {
    const markup = render(errorSummary({ lang: "ja", errors: [{ field: "otp", message: "8桁の数字で" }] }));
    expect(markup).toContain(`role="alert"`);
    expect(markup).toContain(`tabindex="-1"`);
    expect(markup).toContain(`href="#otp"`);
    expect(markup).not.toContain("hidden");
  });

  it("stays hidden, ready for the page's script, when nothing is wrong", () => {
    expect(render(errorSummary({ lang: "ja", errors: [] }))).toMatch(/\shidden/);
  });
});

describe("the steps", () => {
  const steps = [
    { label: "発行", from: 1, to: 1 },
    { label: "設定", from: 2, to: 4 },
    { label: "確認", from: 5, to: 5 },
  ];

  it("are told to those who do not see them", () => {
    const markup = render(stepNavigation({ lang: "ja", steps, current: 2 }));
    expect(markup).toContain("全5手順のうち、手順2–4");
    expect(markup.match(/aria-current="step"/g)).toHaveLength(1);
  });

  it("are all ticked off when the last one is done", () => {
    const markup = render(stepNavigation({ lang: "ja", steps, current: 4 }));
    expect(markup).toContain("全5手順が完了");
    expect(markup).not.toContain("aria-current");
    expect(markup.match(/step-done/g)).toHaveLength(3);
    expect(markup).not.toMatch(/step-(?:current|next)/);
  });
});

describe("a heading", () => {
  it("breaks its line at no hyphen inside of a word", () => {
    const markup = render(html`${unbroken("Confirm your one-time password - by e-mail")}`);
    expect(markup).toBe(
      'Confirm your <span class="unbroken">one-time</span> password - by <span class="unbroken">e-mail</span>',
    );
    for (const made of [
      card({ title: "one-time", body: "" }),
      noticeBox({ lang: "en", kind: "info", title: "one-time" }),
    ]) {
      expect(render(made)).toContain('<span class="unbroken">one-time</span>');
    }
  });

  it("is the same text as before, whatever stands in it", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(render(html`${unbroken(text)}`).replaceAll(/<\/?span[^>]*>/g, "")).toBe(render(html`${text}`));
      }),
    );
  });
});
