import { refusals } from "@warifu/rules";
import type { RefusalCode } from "@warifu/rules";
import { verificationReasons, wireCodes } from "@warifu/wire";
import type { VerificationReason, WireCode } from "@warifu/wire";
import { activationStatus } from "@warifu/wire/activation";
import type { ActivationCode } from "@warifu/wire/activation";

/** Who is told, and what to do. A code without its line does not compile. */
const wayOn: Record<RefusalCode, string> = {
  notApplied: "The branch registers the application (console, or `PUT …/application`).",
  alreadyApplied: "Nothing to do.",
  nothingIssued: "トークン発行 first; 省略 is for a token that exists. Said on G-110.",
  alreadyInUse: "Use it, or revoke it and register again for a new one.",
  tooManyIssuances: "G-4xx says from when on it is possible again. A token already issued can still be set up.",
  issuancesLeft: "Nothing to do: the customer presses トークン発行.",
  tooManyAllowed: "Wait until the first of them is a day old. A token already issued can still be set up.",
  tooManyMails: "Check the address, 戻る, issue again. The set-up works without the mail.",
  mailTooSoon: "G-120 says from when on.",
  badMobileEmail: "G-110 says what is wrong with it.",
  activationRefused: "Compare the IDs and the activation password with G-120; after the last try issue again.",
  notActivated: "Finish 手順3 on the phone first.",
  notInUse: "The set-up comes first (手順1 to 手順5).",
  malformedCode: "Type the digits that the app shows. Costs no try.",
  mismatch: "Type the number shown now. The screen says how many tries are left.",
  used: "Wait for the next number. Costs no try, but endless repeats pause the token.",
  drift: "Set the phone's date and time to automatic.",
  paused: "Wait until the time told; or the branch unlocks.",
  locked: "The branch (console) or the bank's server (`…/unlock`) unlocks. No code is needed for that.",
  suspended: "The branch or the bank's server resumes, once the phone is found.",
  ended: "Issue again; after a revocation the branch registers again first.",
  keyUnreadable: "Revoke and issue again. One damaged row is one customer's trouble; many mean the wrong key ring.",
  unknownCustomer: "Check the customer ID, and whose API key asks.",
  unknownToken: "The customer has no token to act on.",
  notSuspended: "Nothing to do.",
  notStopped: "Nothing to do.",
  unknownApproval: "Check which customer it was for.",
  approvalEnded: "Look what became of it, and ask again where it is still wanted.",
  notEntitled: "Another staff member, with the role for it, does it.",
  ownRequest: "Another 役席者 decides.",
  askerNotEntitled: "Somebody who may ask for it asks again.",
  notForTransactions: "Wait for the release that takes them; ask for a code of the time meanwhile.",
  otherContent: "Look at it again and decide about what is shown.",
};

const wireWayOn: Record<WireCode, string> = {
  malformed: "Mend the request; `fields` names what is wrong. Nothing was counted or changed.",
  unauthorized: "Send `Authorization: Bearer wrf_…` with a live key.",
  unknown_customer: "Register the application first, or check the ID.",
  unknown_token: "There is no token to act on.",
  not_found: "Check the path.",
  method_not_allowed: "Check the method.",
  not_applied: "`PUT …/application` first.",
  already_applied: "Nothing to do.",
  already_in_use: "Nothing to do.",
  nothing_issued: "The customer issues a token at the gate.",
  issuances_left: "Nothing to do.",
  too_many_allowed: "Wait until the first of them is a day old.",
  not_activated: "The customer finishes the set-up.",
  not_in_use: "The customer finishes the set-up.",
  not_suspended: "Nothing to resume.",
  not_stopped: "Nothing to unlock.",
  paused: "Wait or unlock.",
  locked: "Unlock.",
  suspended: "Resume.",
  ended: "Register again, with `afterRevocation` where the token was revoked.",
  idempotency_mismatch: "A new request needs a new key. The one that had this key is not touched.",
  body_too_large: "Send less.",
  unsupported_media_type: "Send `Content-Type: application/json`.",
  too_many_requests: "Wait as long as `Retry-After` says. At `/v1/events`: so many requests of the key wait already.",
  too_many_wrong_codes:
    "Wait as long as `Retry-After` says. Somebody may be trying one code on many customers: look at your own log-in page's traffic.",
  internal: "Tell the operator the `x-request-id` of the answer.",
  key_unreadable: "Revoke; the customer issues again.",
  outcome_unknown:
    "Send it again with the same `Idempotency-Key`: that tells what happened. Without a key read the customer's state, and ask for the next code. Never take it for accepted or for wrong.",
  unavailable: "Send it again after `Retry-After`, or after a second.",
};

const reasonWayOn: Record<VerificationReason, string> = {
  mismatch: "Ask again; tell `triesLeft`.",
  used: "Ask for the next number.",
  drift: "Tell the customer to set date and time to automatic, then ask again.",
  paused: "Tell `untilMs`. The code was not compared.",
  locked: "Send the customer to the branch, or unlock after identification.",
  suspended: "Send the customer to the branch.",
  not_in_use: "The set-up is not finished, or the token has ended: `GET …/customers/{customerId}` says which.",
};

const activationWayOn: Record<ActivationCode, string> = {
  malformed: "The app is of another version, or something on the way changed the message.",
  activationRefused:
    "One answer to a wrong password, an unknown, expired, replaced or finished issuance, and spent tries: outsiders are told no more.",
  unknownService: "The service ID is mistyped.",
  tooManyRequests: "Wait a minute; the entries are kept.",
  unavailable: "Try again; the entries are kept.",
};

/** docs/errors.md, from the tables that the code answers with. */
export function errorsDocument(): string {
  return `# Refusals and errors

Made from the code's own tables by \`npm run docs\`; a test holds them against each other.

A refusal is an expected answer with a stable code. Customers never see a code: each screen says what happened, what to do and whom to call.
The sentences below are for operators and programmers.

## Refusals of the rules

What an act can refuse for: [\`packages/rules/src/refusals.ts\`](../packages/rules/src/refusals.ts). The audit log and the metric
\`warifu_events_total{reason}\` carry these codes.

${table(
  ["code", "meaning", "way on"],
  entries(refusals).map(([code, meaning]) => [code, meaning, wayOn[code]]),
)}

## Reasons of a refused code

\`POST /v1/customers/{customerId}/verifications\` (and \`…/resync\`, and each result of \`POST /v1/verifications\`) answers 200 with
\`{"accepted": false, "reason": …}\`. Only the institution's authenticated server learns the reason.

${table(
  ["reason", "meaning", "do"],
  entries(verificationReasons).map(([code, meaning]) => [code, meaning, reasonWayOn[code]]),
)}

## Wire codes of REST v1

Body of every answer with a status of 400 or more: \`{"code", "message"}\`, with \`malformed\` also \`fields\`.

${table(
  ["status", "code", "meaning", "do"],
  entries(wireCodes).map(([code, { status, message }]) => [String(status), code, message, wireWayOn[code]]),
)}

## The activation protocol (手順3)

Body: \`{"code"}\`. The app shows T-120 or T-400 with the way on.

${table(
  ["status", "code", "means"],
  entries(activationStatus).map(([code, status]) => [String(status), code, activationWayOn[code]]),
)}

## OpenID Connect

The gate answers the bank with the standard errors: see [integration](integration.md#errors).

## The \`warifu\` command

Exit code 0: done. 2: refused for a reason that is printed and that you can mend. 1: unexpected error; nothing was half done.
`;
}

function entries<Value extends object>(value: Value): [keyof Value & string, Value[keyof Value & string]][] {
  return Object.entries(value) as [keyof Value & string, Value[keyof Value & string]][];
}

/** A code stands in the column whose head is "code" or "reason". */
function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const isCode = heads.map((head) => head === "code" || head === "reason");
  const lines = rows.map((row) => row.map((cell, column) => (isCode[column] === true ? `\`${cell}\`` : cell)));
  return [heads, heads.map(() => "---"), ...lines].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}
