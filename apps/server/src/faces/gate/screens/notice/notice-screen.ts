import { buttonRow, formatDateTime, html, linkButton, messagesFor, noticeBox } from "@warifu/pages";
import type { Html } from "@warifu/pages";
import type { DueScreen } from "../../visit/due-screen.ts";
import type { Visit } from "../../visit/visit.ts";
import { noEarlierThan } from "../no-earlier-than.ts";
import { frameWords } from "../frame/words.ts";
import type { Screen } from "../screen.ts";
import { stepForm } from "../step-form.ts";
import { noticeWords } from "./words.ts";
import { gateScreenIds } from "../../../../gate-titles.ts";

type Notice = Extract<
  DueScreen,
  {
    kind: "notApplied" | "notReady" | "tooManyIssuances" | "expired" | "paused" | "locked" | "suspended" | "revoked";
  }
>;

/** What one notice says and offers. */
interface NoticeText {
  readonly screenId: string;
  readonly title: string;
  readonly what: string;
  readonly ways: readonly string[];
  readonly actions?: Html;
  readonly scripts?: NonNullable<Screen["scripts"]>;
}

/** G-410 to G-480: why it does not go on here, and each way on. The way back to the bank is always one of them. */
export function noticeScreen(visit: Visit, notice: Notice, nowMs: number): Screen {
  const text = textOf(visit, notice, nowMs);
  const { leave } = messagesFor(frameWords, visit.language);
  return {
    screenId: text.screenId,
    title: text.title,
    ...(text.scripts === undefined ? {} : { scripts: text.scripts }),
    body: html`${noticeBox({ lang: visit.language, kind: "warning", body: html`<p>${text.what}</p>` })}
    ${text.ways.map((way) => html`<p>${way}</p>`)} ${buttonRow(text.actions, stepForm(visit, "leave", leave))}`,
  };
}

function textOf(visit: Visit, notice: Notice, nowMs: number): NoticeText {
  const words = messagesFor(noticeWords, visit.language);
  const until = (timeMs: number) => noEarlierThan(timeMs, visit.language);
  switch (notice.kind) {
    case "notApplied":
      return {
        screenId: gateScreenIds.notApplied,
        title: words.notAppliedTitle,
        what: words.notApplied,
        ways: [words.notAppliedDo],
      };
    case "notReady":
      return {
        screenId: gateScreenIds.notReady,
        title: words.notReadyTitle,
        what: words.notReady,
        ways: [words.notReadyDo],
      };
    case "tooManyIssuances":
      return {
        screenId: gateScreenIds.tooManyIssuances,
        title: words.tooManyTitle,
        what: words.tooMany,
        ways: [
          words.tooManyUntil(until(notice.untilMs)),
          ...(notice.tokenIssued ? [words.tooManyGoOn] : []),
          words.tooManyDo,
        ],
        actions: html`${notice.tokenIssued && stepForm(visit, "skip", words.goOnWithToken, "primary")}`,
      };
    case "expired":
      return {
        screenId: gateScreenIds.expired,
        title: words.expiredTitle,
        what: words.expired,
        ways: [words.expiredDo],
        actions: stepForm(visit, "back", words.issueAgain, "primary"),
      };
    case "paused":
      return {
        screenId: gateScreenIds.paused,
        title: words.pausedTitle,
        what: words.paused(until(notice.untilMs)),
        ways: [words.pausedDo(until(notice.untilMs))],
        scripts: ["paused"],
        // Another try is offered when there is one: the page's script shows it when the pause is over.
        actions: html`<div data-wakes-in-ms="${Math.max(0, notice.untilMs - nowMs)}" hidden>
          ${linkButton({ label: words.again, href: visit.links.here })}
        </div>`,
      };
    case "locked":
      return {
        screenId: gateScreenIds.locked,
        title: words.lockedTitle,
        what: words.locked,
        ways: [words.lockedDo],
      };
    case "suspended":
      return {
        screenId: gateScreenIds.suspended,
        title: words.suspendedTitle,
        what: words.suspended(formatDateTime(notice.sinceMs, visit.language)),
        ways: [words.suspendedDo],
      };
    default:
      return {
        screenId: gateScreenIds.revoked,
        title: words.revokedTitle,
        what: words.revoked,
        ways: [words.revokedDo],
      };
  }
}
