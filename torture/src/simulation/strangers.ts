import { purposes, resume, revoke, suspend, unlock } from "@warifu/rules";
import type { SeenCode } from "./phone.ts";
import { requestsOf } from "./requests.ts";
import { ask, pause, type Script } from "./script.ts";
import type { SimulatedRequest } from "./simulated-request.ts";
import type { World } from "./world.ts";

/** Stands behind every customer and tries every code that was ever shown, again, anywhere, for anything. */
export function* thief(world: World): Script {
  const { chance, seen } = world;
  while (!world.closing) {
    yield* pause(chance.between(1_000, 12_000));
    if (seen.length === 0) continue;
    const code = chance.happens(0.7) ? chance.pick(seen.slice(-6)) : chance.pick(seen);
    const times = chance.happens(0.2) ? 3 : 1;
    for (let time = 0; time < times; time += 1) world.send(replayOf(world, code), () => {});
  }
}

/** Tries everything that was shown lately: when a standby has just taken over, it may know less than was answered. */
export function* replayLately(world: World): Script {
  const since = world.timeline.nowMs - 5 * 60_000;
  const lately = world.seen.filter(({ atMs }) => atMs >= since).slice(-8);
  for (let round = 0; round < 2; round += 1) {
    for (const code of lately) world.send(replayOf(world, code), () => {});
    yield* pause(world.chance.between(5_000, 60_000));
  }
}

function replayOf(world: World, code: SeenCode): SimulatedRequest {
  const { chance, seen } = world;
  const requests = requestsOf(world, code.phone.customerId);
  const before = seen.find(({ phone, step }) => phone === code.phone && step === code.step - 1);
  const route = chance.between(1, 10);
  if (route <= 1) return requests.confirm(code.otp);
  if (route <= 3 && before !== undefined) return requests.resync(before.otp, code.otp);
  return requests.verify(code.otp, chance.pick(purposes));
}

/** Guesses, now and then several codes at once at several nodes. */
export function* guesser(world: World, customerIds: readonly string[]): Script {
  const { chance } = world;
  while (!world.closing) {
    yield* pause(chance.between(20_000, 150_000));
    const requests = requestsOf(world, chance.pick(customerIds));
    const times = chance.happens(0.3) ? 6 : 1;
    for (let time = 0; time < times; time += 1) {
      const otp = chance.digits(8);
      world.send(chance.happens(0.8) ? requests.verify(otp, "login") : requests.confirm(otp), () => {});
    }
    // The same key for another request: refused, whatever it is.
    const first = requests.verify(chance.digits(8), "login");
    if (chance.happens(0.2) && first.once !== null) {
      yield* ask(first);
      const { decide } = requests.verify(chance.digits(8), "transfer");
      yield* ask({ ...first, decide, once: { ...first.once, fingerprint: "another request" } });
    }
  }
}

/** Two people at the branch: one asks, somebody decides, too late, twice at once, or about their own. */
export function* fourEyes(world: World, customerIds: readonly string[]): Script {
  const { chance } = world;
  while (!world.closing) {
    yield* pause(chance.between(60_000, 300_000));
    const requests = requestsOf(world, chance.pick(customerIds));
    const approvalId = world.name("approval");
    const asker = chance.pick(["teller-1", "teller-1", "approver-1", "auditor-1"]);
    const act = chance.pick(["suspend", "resume", "resume", "unlock", "unlock"] as const);
    const command = { act, tokenId: null, reason: "desk" };
    const waitsMs = chance.between(10_000, 60_000);
    yield* ask(requests.askApproval(approvalId, asker, command, waitsMs));
    yield* pause(chance.happens(0.2) ? 61_000 : chance.between(500, 9_000));
    const decider = chance.pick(["approver-1", "approver-2", "approver-2", "teller-1"]);
    const ways = [
      requests.approve(approvalId, decider, command),
      requests.approve(approvalId, decider, { ...command, act: "revoke" }),
      requests.refuseApproval(approvalId, decider),
      requests.withdrawApproval(approvalId, asker),
      requests.expireApproval(approvalId),
    ];
    const way = chance.happens(0.5) ? requests.approve(approvalId, decider, command) : chance.pick(ways);
    if (chance.happens(0.3)) world.send(chance.pick(ways), () => {});
    yield* ask(way);
  }
}

/** Staff at the desk: stop, let go on, unlock, and rarely end one token or the customer's whole use for ever. */
export function* desk(world: World, customerIds: readonly string[]): Script {
  const { chance } = world;
  const acts = { suspend, resume, unlock, revoke };
  while (!world.closing) {
    yield* pause(chance.between(30_000, 200_000));
    const requests = requestsOf(world, chance.pick(customerIds));
    const name = chance.pick(["suspend", "suspend", "resume", "resume", "unlock", "unlock", "revoke"] as const);
    if (chance.happens(0.03)) yield* ask(requests.cancel());
    else yield* ask(chance.happens(0.1) ? requests.expire() : requests.stop(name, acts[name]));
  }
}
