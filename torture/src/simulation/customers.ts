import { purposes, resume, revoke, unlock, type RefusalCode } from "@warifu/rules";
import { parameters, type Phone } from "./phone.ts";
import { requestsOf } from "./requests.ts";
import { ask, insist, isDone, isRefused, pause, type Script } from "./script.ts";
import type { World } from "./world.ts";

/** A customer who is set up, logs in now and then, and gets help when it does not work. */
export function* customer(world: World, phone: Phone): Script {
  yield* pause(world.chance.between(0, 3_000));
  yield* setUp(world, phone);
  while (!world.closing) {
    yield* logIn(world, phone);
    yield* pause(world.chance.between(1_000, 50_000));
  }
}

/** When every trouble is over, everybody gets in, with whatever help the desk can give. Nobody is locked out for good. */
export function* getIn(world: World, phone: Phone, onEnd: (isIn: boolean) => void): Script {
  const requests = requestsOf(world, phone.customerId);
  for (let attempt = 0; attempt < 7; attempt += 1) {
    yield* insist(world, requests.stop("resume", resume));
    yield* insist(world, requests.stop("unlock", unlock));
    const said = yield* logIn(world, phone);
    if (said === "done") return onEnd(true);
    // The phone may hold a token that was lost with a standby, or a set-up broken off half way: the branch begins anew.
    const otherKey = said === "mismatch" || !world.synchronous;
    if (attempt === 3 && otherKey) yield* insist(world, requests.stop("revoke", revoke));
    yield* pause(parameters.periodSeconds * 1000 + 1_000);
  }
  onEnd(false);
}

/** What the customer was told: "done", why not, or that nothing certain came back. */
function* logIn(world: World, phone: Phone): Script<RefusalCode | "done" | "unknown"> {
  const { chance } = world;
  const requests = requestsOf(world, phone.customerId);
  const otp = phone.show(world.seen, world.timeline.nowMs);
  const request = requests.verify(otp, chance.pick(purposes));
  // A double click: another request with the same code, or the same request twice.
  if (chance.happens(0.1)) world.send(chance.happens(0.5) ? request : requests.verify(otp, "login"), () => {});
  const answer = yield* insist(world, request);
  if (answer.kind !== "outcome") return "unknown";
  if (answer.outcome.ok) return "done";
  const { code } = answer.outcome.refusal;
  if (code === "suspended" && chance.happens(0.5)) yield* insist(world, requests.stop("resume", resume));
  if ((code === "locked" || code === "paused") && chance.happens(0.5)) {
    yield* insist(world, requests.stop("unlock", unlock));
  }
  if (phone.isUnconfirmed) yield* confirmFirst(world, phone);
  else if (code === "mismatch" || code === "drift") yield* synchronise(world, phone);
  if (code === "notInUse" || code === "unknownCustomer" || code === "ended") yield* setUp(world, phone);
  return code;
}

function* synchronise(world: World, phone: Phone): Script {
  const first = phone.show(world.seen, world.timeline.nowMs);
  yield* pause(parameters.periodSeconds * 1000);
  const second = phone.show(world.seen, world.timeline.nowMs);
  yield* insist(world, requestsOf(world, phone.customerId).resync(first, second));
}

const mayBeConfirmedLater: ReadonlySet<RefusalCode> = new Set([
  "mismatch",
  "drift",
  "used",
  "paused",
  "locked",
  "suspended",
]);

/** By import, or by the five steps of the manual. Where it fails, the next log-in begins it again. */
function* setUp(world: World, phone: Phone): Script {
  const { chance } = world;
  const requests = requestsOf(world, phone.customerId);
  yield* insist(world, requests.apply());
  const key = chance.bytes(32);
  if (chance.happens(0.4)) {
    if (isDone(yield* insist(world, requests.importToken(key), 40))) {
      phone.key = key;
      phone.isUnconfirmed = false;
    }
    return;
  }
  const tokenId = world.name("token");
  const issued = yield* insist(world, requests.issue(tokenId, chance.happens(0.5)));
  if (isRefused(issued, "tooManyIssuances")) yield* insist(world, requests.allowIssuance());
  if (!isDone(issued)) return;
  if (!world.closing && chance.happens(0.2)) yield* letItLie(world, phone);
  if (!isDone(yield* insist(world, requests.start(tokenId)))) return;
  if (!isDone(yield* insist(world, requests.finish(tokenId, key)))) return;
  if (!isDone(yield* insist(world, requests.receipt(tokenId, key)))) return;
  phone.key = key;
  phone.isUnconfirmed = true;
  // The phone asks as often as it is looked at; what it hears changes nothing.
  if (chance.happens(0.3)) yield* ask(requests.tellStatus(tokenId, key));
  yield* confirmFirst(world, phone);
}

/** Comes back after a while, sometimes when the issuance has run out: goes on with トークン発行の省略, after another mail. */
function* letItLie(world: World, phone: Phone): Script {
  const requests = requestsOf(world, phone.customerId);
  yield* pause(world.chance.between(5_000, 120_000));
  if (world.chance.happens(0.5)) yield* insist(world, requests.resend());
  yield* insist(world, requests.skip());
}

function* confirmFirst(world: World, phone: Phone): Script {
  const request = requestsOf(world, phone.customerId).confirm(phone.show(world.seen, world.timeline.nowMs));
  const answer = yield* insist(world, request);
  if (answer.kind !== "outcome") return;
  phone.isUnconfirmed = !answer.outcome.ok && mayBeConfirmedLater.has(answer.outcome.refusal.code);
}
