import type { Language } from "../harness/journey.ts";
import { escaped } from "./markup.ts";
import type { Picture } from "./take-picture.ts";
import type { PictureName } from "./walk-five-steps.ts";

const shown: readonly PictureName[] = ["issue-address", "ids", "set-up", "code", "done"];

const words: Record<Language, { readonly step: string; readonly captions: readonly string[] }> = {
  ja: {
    step: "手順",
    captions: ["トークンを発行する", "IDを受け取る", "アプリを設定する", "番号が表示される", "認証確認をして利用開始"],
  },
  en: {
    step: "Step",
    captions: ["Issue the token", "Receive the IDs", "Set up the app", "See the number", "Confirm: in use"],
  },
};

/** One row of five: PC, PC, phone, phone, PC. */
export function fiveStepsPage(language: Language, pictures: Readonly<Record<PictureName, Picture>>): string {
  const { step, captions } = words[language];
  const cells = shown.map((name, index) => {
    const { file, width } = pictures[name];
    return `<li class="${width < 600 ? "phone" : "pc"}"><p><b>${step} ${index + 1}</b>${escaped(captions[index] ?? "")}</p><div><img src="${file}" alt=""></div></li>`;
  });
  return `<!doctype html><html lang="${language}"><meta charset="utf-8"><style>
    body { margin: 0; font: 17px/1.5 "Noto Sans JP Variable", sans-serif; color: #1a1a1c; background: #f3f4f8; width: 1600px; }
    ol { list-style: none; margin: 0; padding: 32px 28px 36px; display: flex; gap: 22px; }
    li.pc { width: 336px; } li.phone { width: 226px; }
    p { margin: 0 0 14px; font-weight: 700; white-space: nowrap; }
    b { display: inline-block; background: #0017c1; color: #fff; border-radius: 8px; padding: 1px 11px; margin-right: 9px; font-size: 15px; }
    div { height: 470px; overflow: hidden; border: 1px solid #c9cad2; border-radius: 10px; background: #fff; }
    .phone div { border: 4px solid #35363b; border-radius: 22px; }
    img { display: block; width: 100%; }
  </style><ol>${cells.join("")}</ol></html>`;
}
