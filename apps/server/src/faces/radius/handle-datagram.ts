import { createHash } from "node:crypto";
import { setTimeout as pauseFor } from "node:timers/promises";
import { ClockAhead, ClockApart, earlierSecretAt, OnceKeyTaken, StoreBusy, Throttled } from "@warifu/rules";
import { describeError } from "../../telemetry/log.ts";
import type { RadiusOutcome } from "../../telemetry/metrics.ts";
import type { Service } from "../../service.ts";
import { AnsweredRequests } from "./answered-requests.ts";
import { makeClientDirectory } from "./client-directory.ts";
import type { KnownClient } from "./client-directory.ts";
import { ClientRate } from "./client-rate.ts";
import { decideAccess } from "./decide-access.ts";
import { isAuthentic } from "./message-authenticator.ts";
import { packetCodes, readPacket } from "./packet.ts";
import type { Packet } from "./packet.ts";
import { readAccessRequest } from "./read-access-request.ts";
import type { AccessRequest } from "./read-access-request.ts";
import { writeAnswer } from "./write-answer.ts";

/** More than the store can have under way; what comes beyond is dropped, and its sender tries again. */
const mostUnderWay = 4_096;

/** A refusal leaves on a full quarter of a second after the request came: how long it took to find out tells nobody why. */
export const refusalBeatMs = 250;

/** What is wrong with a client's requests is logged so often at most: the sender decides how many there are. */
const warnEveryMs = 60_000;

export interface Sender {
  readonly address: string;
  readonly port: number;
}

/** Gives the answer to a datagram, or null: then nothing is sent, and nobody learns that somebody listens. Never rejects. */
export type HandleDatagram = (datagram: Buffer, sender: Sender) => Promise<Buffer | null>;

interface Handled {
  readonly outcome: RadiusOutcome;
  readonly answer: Buffer | null;
}

/** Everything about RADIUS but the socket. `pause` waits so many milliseconds. */
export function makeDatagramHandler(
  service: Service,
  { pause = pauseFor }: { pause?: (ms: number) => Promise<unknown> } = {},
): HandleDatagram {
  const { storage, nowMs, metrics } = service;
  const log = service.log.child({ face: "radius" });
  const clients = makeClientDirectory(storage, nowMs);
  const answered = new AnsweredRequests();
  const rate = new ClientRate();
  const warnedAtMs = new Map<string, number>();
  let underWay = 0;

  return async (datagram, sender) => {
    underWay++;
    const { outcome, answer } = underWay > mostUnderWay ? silence("tooMany") : await handle(datagram, sender);
    underWay--;
    metrics.radius(outcome);
    return answer;
  };

  async function handle(datagram: Buffer, sender: Sender): Promise<Handled> {
    try {
      const packet = readPacket(datagram);
      // Nobody can be answered at port 0; only somebody on the way can have written it.
      if (packet === null || sender.port === 0) return silence("malformed");
      if (packet.code !== packetCodes.accessRequest) return silence("wrongCode");
      const known = await clients.find(sender.address);
      if (known === null) return silence("unknownClient");
      const client = askedWith(packet, known);
      if (client === null) {
        warn(known, "no or a wrong Message-Authenticator: is the shared secret the same on both sides?");
        return silence("badAuthenticator");
      }
      const request = readAccessRequest(packet, client.sharedSecret);
      if (request === null) {
        warn(client, "a request can be read in two ways: an attribute stands twice, or several kinds of password");
        return silence("malformed");
      }
      return await answerOnceOnly(packet, request, client, sender);
    } catch (error) {
      return failed(error);
    }
  }

  /**
   * The client with the secret that the request was written with: also the one before, until it ends. The password is hidden under the
   * same, and the answer is written with it. null: with neither.
   */
  function askedWith(packet: Packet, client: KnownClient): KnownClient | null {
    const earlier = earlierSecretAt(client, nowMs());
    const isNewest = isAuthentic(packet, client.sharedSecret);
    const isEarlier = earlier !== null && isAuthentic(packet, earlier);
    if (isNewest) return client;
    if (!isEarlier) return null;
    warn(client, "a client used the shared secret that was replaced");
    return { ...client, sharedSecret: earlier };
  }

  /** From here on the sender holds the shared secret. */
  async function answerOnceOnly(
    packet: Packet,
    request: AccessRequest,
    client: KnownClient,
    sender: Sender,
  ): Promise<Handled> {
    const arrivedAtMs = nowMs();
    const place = `${client.radiusClientId} ${sender.address} ${sender.port} ${packet.identifier}`;
    const digest = createHash("sha256").update(packet.bytes).digest("base64url");
    const earlier = answered.find(place, digest, arrivedAtMs);
    // One answer is on its way for both.
    if (earlier === "underWay") return silence("repeated");
    if (earlier !== "none") return { outcome: "repeated", answer: earlier };
    if (!rate.takes(client.radiusClientId, arrivedAtMs)) return silence("tooMany");

    answered.begin(place, digest, arrivedAtMs);
    const handled = await decide(packet, request, client, arrivedAtMs).catch(failed);
    answered.end(place, digest, handled.answer);
    return handled;
  }

  async function decide(
    packet: Packet,
    request: AccessRequest,
    client: KnownClient,
    arrivedAtMs: number,
  ): Promise<Handled> {
    const accepted = await decideAccess(service, client, packet, request);
    const answer = writeAnswer(accepted, packet, client.sharedSecret);
    const tookMs = Math.max(0, nowMs() - arrivedAtMs);
    if (!accepted) await pause(refusalBeatMs - (tookMs % refusalBeatMs));
    const outcome = accepted ? "accepted" : "rejected";
    log.info({ clientId: client.radiusClientId, reason: outcome, ms: tookMs }, "answered");
    return { outcome, answer };
  }

  /** Neither yes nor no: the client asks again, and the same request is then answered by what became of it. */
  function failed(error: unknown): Handled {
    if (error instanceof OnceKeyTaken) return silence("clash");
    if (isPassing(error)) log.warn({ reason: error.name }, "no code is decided at the moment");
    else log.error({ error: describeError(error) }, "a request could not be decided");
    return silence("unavailable");
  }

  function warn({ radiusClientId }: KnownClient, sentence: string): void {
    const now = nowMs();
    const warning = `${radiusClientId} ${sentence}`;
    if (Math.abs(now - (warnedAtMs.get(warning) ?? -Infinity)) < warnEveryMs) return;
    warnedAtMs.set(warning, now);
    log.warn({ clientId: radiusClientId }, sentence);
  }
}

/** Too much is waiting, the clock is not to be trusted, or too many wrong codes come: told elsewhere, and over by itself. */
function isPassing(error: unknown): error is Error {
  return [StoreBusy, ClockAhead, ClockApart, Throttled].some((kind) => error instanceof kind);
}

function silence(outcome: RadiusOutcome): Handled {
  return { outcome, answer: null };
}
