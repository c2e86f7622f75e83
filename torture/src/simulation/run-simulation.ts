import { checkAnswers, checkInvariants, type InvariantId } from "@warifu/rules";
import { customer, getIn } from "./customers.ts";
import { Phone } from "./phone.ts";
import { follow } from "./script.ts";
import { desk, fourEyes, guesser, thief } from "./strangers.ts";
import { HostClock } from "./timeline.ts";
import { calm, watchClocks, weather } from "./weather.ts";
import { policy, World, type SimulationOptions } from "./world.ts";

export interface Finding {
  /** `lockout`: a customer could not get in although every trouble was over. */
  readonly rule: InvariantId | "lockout";
  readonly says: string;
}

export interface SimulationResult {
  readonly findings: readonly Finding[];
  /** What the run came by, to see that runs are no idle ones. */
  readonly told: ReadonlyMap<string, number>;
  /** How often each kind of audit event was committed, and which acts were done. */
  readonly committed: ReadonlyMap<string, number>;
}

const minute = 60_000;
const troubleMs = 12 * minute;

/** One run. The same options give the same run, step by step. */
export function runSimulation(options: SimulationOptions): SimulationResult {
  const world = new World(options);
  const { chance, timeline } = world;
  const phones = ["hanako", "taro", "jiro"]
    .slice(0, chance.between(1, 3))
    .map((customerId) => newPhone(world, customerId));
  const customerIds = phones.map((phone) => phone.customerId);
  for (const phone of phones) follow(world, customer(world, phone));
  follow(world, thief(world));
  follow(world, guesser(world, customerIds));
  follow(world, desk(world, customerIds));
  follow(world, fourEyes(world, customerIds));
  follow(world, weather(world));
  follow(world, watchClocks(world));
  const endMs = timeline.nowMs + troubleMs;
  timeline.runUntil(endMs);

  world.closing = true;
  calm(world);
  for (const phone of phones) phone.clock.set(chance.between(-25_000, 25_000));
  world.trace("*** every trouble is over; longer than any clock may be off goes by");
  timeline.runUntil(endMs + policy.driftLimitSeconds * 1000 + 4 * minute);
  const lockedOut = new Set(customerIds);
  for (const phone of phones) {
    follow(
      world,
      getIn(world, phone, (isIn) => isIn && lockedOut.delete(phone.customerId)),
    );
  }
  timeline.runUntil(timeline.nowMs + 10 * minute);
  return {
    findings: [...judge(world), ...[...lockedOut].map(lockout)],
    told: toldBy(world),
    committed: committedIn(world),
  };
}

/** Most clocks are nearly right, some are a few minutes off, all drift a little. */
function newPhone(world: World, customerId: string): Phone {
  const { chance } = world;
  const errorMs = chance.happens(0.3)
    ? chance.pick([-1_800_000, -95_000, 95_000, 1_800_000])
    : chance.between(-40_000, 40_000);
  return new Phone(customerId, new HostClock(world.timeline, errorMs));
}

function judge(world: World): readonly Finding[] {
  const history = world.database.log.flatMap(({ performed }) => performed);
  const acts = [...world.violations, ...checkInvariants(history)].map(({ invariant, says }) => ({
    rule: invariant,
    says,
  }));
  const answers = checkAnswers(world.answered, history, { mayLose: !world.synchronous });
  return [...acts, ...answers.map(([rule, says]) => ({ rule, says }))];
}

function lockout(customerId: string): Finding {
  return { rule: "lockout", says: `${customerId} cannot get in` };
}

function committedIn(world: World): ReadonlyMap<string, number> {
  const committed = new Map<string, number>();
  for (const { act, decision } of world.database.log.flatMap(({ performed }) => performed)) {
    const words = [...decision.events.map(({ type }) => type), ...(decision.outcome.ok ? [`${act} done`] : [])];
    for (const word of words) committed.set(word, (committed.get(word) ?? 0) + 1);
  }
  return committed;
}

function toldBy(world: World): ReadonlyMap<string, number> {
  const told = new Map<string, number>();
  for (const { outcome, performed } of world.answered) {
    const word = `${performed?.act ?? "nothing"} ${outcome.ok ? "done" : outcome.refusal.code}`;
    told.set(word, (told.get(word) ?? 0) + 1);
  }
  return told;
}
