import { makeWarifuClient } from "@warifu/wire";
import type { Mailbox } from "../mailbox/open-mailbox.ts";
import { originOf } from "../ports.ts";
import { keepAsking } from "./keep-asking.ts";
import { askSamplePeople } from "./sample-people.ts";
import type { SamplePerson } from "./sample-people.ts";
import type { Ports } from "../ports.ts";
import { Board } from "./board.ts";
import { anyOf, readFeed } from "./feed.ts";
import { makeTour } from "./make-tour.ts";

export interface OpenTourOptions {
  readonly ports: Ports;
  readonly mailbox: Mailbox;
  readonly apiKey: string;
  /** Called with the ready-made people whenever the service has told something of somebody. */
  readonly onPeople: (people: readonly SamplePerson[]) => void;
  /** A fresh one at every press: one of the start could have been used by hand, or be more than a day old. */
  readonly newSignInLink: (staffIndex: number) => Promise<string>;
}

/** The tour page, listening, and the feed that it follows. */
export async function openTour(options: OpenTourOptions): Promise<{ stop(): Promise<void> }> {
  const { ports, mailbox, apiKey, newSignInLink } = options;
  const board = new Board(mailbox.mails);
  mailbox.onMail(() => board.changed());
  const tour = await makeTour({ ports, board, signInLink: newSignInLink });
  await tour.listen({ port: ports.tour, host: "127.0.0.1" });
  const stopping = new AbortController();
  const client = makeWarifuClient({
    baseUrl: originOf(ports.api),
    apiKey,
    fetch: (url, init) => fetch(url, { ...init, signal: anyOf(stopping.signal, init?.signal) }),
  });
  const people = keepAsking(() => askSamplePeople((customerId) => client.customer(customerId)), options.onPeople);
  const feed = readFeed({
    apiUrl: originOf(ports.api),
    apiKey,
    stopped: stopping.signal,
    onEvents: (events) => {
      board.addEvents(events);
      people.changed();
    },
    onAnswering: (isAnswering) => board.setAnswering(isAnswering),
  });
  return {
    async stop() {
      stopping.abort();
      await Promise.all([feed, people.stop(), tour.close()]);
    },
  };
}
