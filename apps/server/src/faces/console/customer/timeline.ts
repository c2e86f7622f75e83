import { messagesFor } from "@warifu/pages";
import type { Language } from "@warifu/pages";
import type { Actor, EventType, StoredEvent, TokenView } from "@warifu/rules";
import { procedureWords } from "../procedures/words.ts";
import { unfinishedStarts } from "./unfinished-starts.ts";
import { customerWords } from "../customer-state/words.ts";

/** One line of the timeline, in plain words. */
export interface TimelineRow {
  readonly atMs: number;
  readonly type: EventType;
  readonly what: string;
  readonly causes: readonly string[];
  readonly channel: string;
  readonly who: string;
}

/** Names of those who act by an ID: staff and clients. */
export type Names = ReadonlyMap<string, string>;

/** What the words of an event need beside it. */
export interface Surroundings {
  readonly names: Names;
  readonly tokens: readonly Pick<TokenView, "tokenId" | "periodSeconds">[];
  readonly nowMs: number;
  /** How long a set-up that was begun may still be finished. */
  readonly exchangeLifetimeSeconds: number;
}

/** A customer's history in plain words, in the order of `events`: newest first. */
export function timelineRows(
  events: readonly StoredEvent[],
  around: Surroundings,
  language: Language,
): readonly TimelineRow[] {
  const words = messagesFor(customerWords, language);
  const unfinished = unfinishedStarts(events, around.nowMs - around.exchangeLifetimeSeconds * 1000);
  return events.map((event) => ({
    atMs: event.atMs,
    type: event.type,
    what: words.events[event.type],
    causes: [
      ...(unfinished.has(event) ? [words.wrongActivationPassword] : []),
      ...causesOf(event, around.tokens, language),
    ],
    channel: words.channels[channelOf(event)],
    who: whoWas(event.actor, around.names, language),
  }));
}

/** A name where there is one, else the kind of actor. */
function whoWas(actor: Actor, names: Names, language: Language): string {
  const { people } = messagesFor(customerWords, language);
  const name = actor.id === null ? undefined : names.get(actor.id);
  return name ?? people[actor.kind];
}

/** What staff did after calling back was done on the phone. */
function channelOf({ actor, detail }: StoredEvent): Actor["channel"] | "phone" {
  return actor.channel === "console" && detail["identityCheck"] === "callback" ? "phone" : actor.channel;
}

function causesOf(event: StoredEvent, tokens: Surroundings["tokens"], language: Language): string[] {
  const words = messagesFor(customerWords, language);
  const { type, detail } = event;
  const { reason, purpose, reference, triesLeft, identityCheck, locked } = detail;
  const secondsAhead = clockAheadSeconds(event, tokens);
  const causes: string[] = [];
  if (typeof purpose === "string" && type !== "token.confirmed")
    causes.push(wordFor(words.purposes, purpose) ?? purpose);
  if (typeof reason === "string") causes.push(reasonInWords(reason, event, language));
  if (secondsAhead !== 0) causes.push(words.clock(secondsAhead));
  if (typeof triesLeft === "number") causes.push(words.triesLeft(triesLeft));
  if (locked === true) causes.push(words.lockedNow);
  if (typeof reference === "string") causes.push(words.reference(reference));
  if (typeof identityCheck === "string") {
    const { identityChecks } = messagesFor(procedureWords, language);
    causes.push(words.identity(wordFor(identityChecks, identityCheck) ?? identityCheck));
  }
  return causes;
}

/** What a refused code tells of the phone's clock, or what was learned from an accepted one. */
function clockAheadSeconds({ tokenId, detail }: StoredEvent, tokens: Surroundings["tokens"]): number {
  const { clockAheadSeconds: seconds, driftSteps } = detail;
  if (typeof seconds === "number") return seconds;
  const period = tokens.find((token) => token.tokenId === tokenId)?.periodSeconds;
  return typeof driftSteps === "number" && period !== undefined ? driftSteps * period : 0;
}

/** Refusals have their own words; a person's reason comes from the list, or from the institution as it is. */
function reasonInWords(reason: string, { type, actor }: StoredEvent, language: Language): string {
  const words = messagesFor(customerWords, language);
  const cause = wordFor(words.causes, reason);
  if (type.endsWith(".refused")) return cause ?? reason;
  if (reason === "institution" && actor.kind === "institution") return words.givenByInstitution;
  const { reasons } = messagesFor(procedureWords, language);
  return words.reason(wordFor(reasons, reason) ?? cause ?? reason);
}

/** The word of a code that comes from storage; undefined when it is not one of ours. */
function wordFor(table: Readonly<Record<string, string>>, code: string): string | undefined {
  return Object.hasOwn(table, code) ? table[code] : undefined;
}
