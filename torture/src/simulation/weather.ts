import type { SimulatedNode } from "./simulated-node.ts";
import { requestsOf } from "./requests.ts";
import { follow, insist, pause, type Script } from "./script.ts";
import { replayLately } from "./strangers.ts";
import type { HostClock } from "./timeline.ts";
import type { World } from "./world.ts";

/** One kind of trouble. It ends by itself or by the next calm. */
type Trouble = (world: World) => Script;

/** What befalls the hosts, until the run closes. */
export function* weather(world: World): Script {
  const { chance } = world;
  while (!world.closing) {
    yield* pause(chance.between(2_000, 60_000));
    if (!world.closing) follow(world, chance.pick(troubles)(world));
  }
}

/** Everything is mended: the last word of a run is how the customers fare afterwards. */
export function calm(world: World): void {
  world.lossRate = 0;
  for (const node of world.nodes) {
    node.restart();
    node.clock.set(world.chance.between(-2_000, 2_000));
  }
  world.database.clock.set(world.chance.between(-1_000, 1_000));
}

function* nodeCrash(world: World): Script {
  const node = world.chance.pick(world.nodes);
  world.trace(`*** ${node.name} crashes`);
  node.crash();
  yield* pause(world.chance.between(500, 20_000));
  node.restart();
}

/** Small steps stay within what is tolerated, others do not: such a node is not ready until its clock is mended. */
function* nodeClock(world: World): Script {
  const node: SimulatedNode = world.chance.pick(world.nodes);
  yield* wrongClock(world, [node.clock], `the clock of ${node.name}`, [-3_900, 3_900, -61_000, 61_000, 1_800_000]);
}

function* databaseClock(world: World): Script {
  yield* wrongClock(world, [world.database.clock], "the database's clock", [-3_000, 3_000, -61_000, 61_000]);
}

/** Every clock goes back together: nobody can see it by comparing. */
function* allClocks(world: World): Script {
  const clocks = [world.database.clock, ...world.nodes.map(({ clock }) => clock)];
  yield* wrongClock(world, clocks, "every clock", [-1_000, -61_000, -3_600_000]);
}

/** Every clock goes ahead together: for the short ones the watch waits, the long ones it believes, and undoes. */
function* allAhead(world: World): Script {
  const clocks = [world.database.clock, ...world.nodes.map(({ clock }) => clock)];
  const stepMs = world.chance.pick([20_000, 90_000, 200_000]);
  world.trace(`*** every clock goes ahead by ${stepMs} ms`);
  const mends = clocks.map((clock) => clock.step(stepMs));
  yield* pause(world.chance.between(10_000, 180_000));
  world.trace("*** every clock that went ahead is put right");
  for (const mend of mends) mend();
}

/** Each node looks at its clock once a second, to the end of the run. */
export function* watchClocks(world: World): Script {
  for (;;) {
    const customerIds = world.nodes.flatMap((node) => node.look());
    for (const customerId of customerIds) follow(world, undo(world, customerId));
    yield* pause(1_000);
  }
}

/** Tried again until it is certain, like every work of the service itself. */
function* undo(world: World, customerId: string): Script {
  yield* insist(world, requestsOf(world, customerId).undoWrongClock(), 40);
}

function* wrongClock(world: World, clocks: readonly HostClock[], whose: string, steps: readonly number[]): Script {
  const stepMs = world.chance.pick(steps);
  world.trace(`*** ${whose} steps by ${stepMs} ms`);
  const mends = clocks.map((clock) => clock.step(stepMs));
  yield* pause(world.chance.between(5_000, 90_000));
  for (const mend of mends) mend();
}

function* badNetwork(world: World): Script {
  world.trace("*** the network loses a third");
  world.lossRate = 0.33;
  yield* pause(world.chance.between(3_000, 30_000));
  world.lossRate = world.closing ? 0 : 0.01;
}

function* cancelledWait(world: World): Script {
  world.trace("*** somebody cancels what waits for the standby");
  world.database.cancelWaits();
  yield* pause(0);
}

/** Asynchronous: what the standby had not yet received is gone, and once in a while a backup is put back instead. */
function* failover(world: World): Script {
  const { chance, database, synchronous } = world;
  const length = synchronous || chance.happens(0.7) ? database.replicated : database.log.length - chance.between(1, 30);
  const kept = Math.min(database.log.length, Math.max(1, length));
  world.trace(`*** another database takes over, without the last ${database.log.length - kept} commits`);
  world.beforeTakeOver(kept);
  database.clock.set(chance.between(-1_000, 1_000));
  database.takeOver(kept);
  yield* replayLately(world);
}

const troubles: readonly Trouble[] = [
  nodeCrash,
  nodeCrash,
  nodeClock,
  databaseClock,
  allClocks,
  allAhead,
  badNetwork,
  cancelledWait,
  failover,
  failover,
];
