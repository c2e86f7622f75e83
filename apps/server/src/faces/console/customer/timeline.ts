import { messagesFor } from "@warifu/pages";
import type { Language } from "@warifu/pages";
import type { Actor, EventType, StoredEvent } from "@warifu/rules";
import { procedureWords } from "../procedures/words.ts";
import { customerWords } from "./words.ts";

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

export function timelineRow(event: StoredEvent, names: Names, language: Language): TimelineRow {
  const words = messagesFor(customerWords, language);
  return {
    atMs: event.atMs,
    type: event.type,
    what: words.events[event.type],
    causes: causesOf(event, language),
    channel: words.channels[channelOf(event)],
    who: whoWas(event.actor, names, language),
  };
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

function causesOf({ type, detail }: StoredEvent, language: Language): string[] {
  const words = messagesFor(customerWords, language);
  const { reason, purpose, reference, triesLeft, driftSteps, identityCheck, locked } = detail;
  const causes: string[] = [];
  if (typeof purpose === "string" && type !== "token.confirmed")
    causes.push(wordFor(words.purposes, purpose) ?? purpose);
  if (typeof reason === "string") causes.push(reasonInWords(reason, type, language));
  if (typeof driftSteps === "number" && driftSteps !== 0)
    causes.push(`${words.causes.drift} ${words.drift(driftSteps)}`);
  if (typeof triesLeft === "number") causes.push(words.triesLeft(triesLeft));
  if (locked === true) causes.push(words.lockedNow);
  if (typeof reference === "string") causes.push(words.reference(reference));
  if (typeof identityCheck === "string") {
    const { identityChecks } = messagesFor(procedureWords, language);
    causes.push(words.identity(wordFor(identityChecks, identityCheck) ?? identityCheck));
  }
  return causes;
}

/** Refusals have their own words; a person's reason comes from the list, or from the institution as it is. */
function reasonInWords(reason: string, type: EventType, language: Language): string {
  const words = messagesFor(customerWords, language);
  const cause = wordFor(words.causes, reason);
  if (type.endsWith(".refused")) return cause ?? reason;
  const { reasons } = messagesFor(procedureWords, language);
  return words.reason(wordFor(reasons, reason) ?? cause ?? reason);
}

/** The word of a code that comes from storage; undefined when it is not one of ours. */
function wordFor(table: Readonly<Record<string, string>>, code: string): string | undefined {
  return Object.hasOwn(table, code) ? table[code] : undefined;
}
