import { LastingChild, programs } from "./child.ts";
import { credentialsFor } from "./credentials.ts";
import { DemoFolder } from "./demo-folder.ts";
import { bankEnvironment, serviceEnvironment } from "./environments.ts";
import { inviteStaff, makeBankClient, makeFirstData, operatorOf } from "./first-data.ts";
import { openMailbox } from "./mailbox/open-mailbox.ts";
import { BadPortBase, firstTakenPort, originOf, portsFrom, takenPortSentence } from "./ports.ts";
import type { Ports } from "./ports.ts";
import { listenForStop } from "./stop-signal.ts";
import type { StopSignal } from "./stop-signal.ts";
import { tour } from "./tour.ts";

export interface DemoOptions {
  readonly portBase: string | undefined;
  readonly folder: string;
  readonly fresh: boolean;
}

interface Running {
  stop(): Promise<void>;
}

/** Starts everything, prints the tour, and stays until Ctrl-C. Gives the exit code. */
export async function runDemo(options: DemoOptions): Promise<number> {
  const ports = await freePorts(options.portBase);
  if (typeof ports === "string") return complain(ports);
  const signal = listenForStop();
  const running: Running[] = [];
  try {
    const start = startEverything(options, ports, running, signal);
    return await Promise.race([start.then(() => signal.asked), signal.asked]);
  } catch (error) {
    if (signal.stopped.aborted) return await signal.asked;
    return complain(`The demo could not start: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    signal.stop(1);
    await Promise.all(running.map((one) => one.stop()));
  }
}

async function startEverything(
  options: DemoOptions,
  ports: Ports,
  running: Running[],
  signal: StopSignal,
): Promise<void> {
  const folder = new DemoFolder(options.folder);
  const known = options.fresh ? null : folder.readState();
  if (known === null) folder.forget();
  folder.prepare();
  const environment = serviceEnvironment(ports, folder);
  const operator = operatorOf(environment, signal.stopped);
  const keep = <One extends Running>(one: One): One => {
    // Started in the very moment of Ctrl-C: nobody would stop it any more.
    if (signal.stopped.aborted) void one.stop();
    running.push(one);
    return one;
  };
  const onGivenUp = () => signal.stop(1);

  // The first page does not wait for the service.
  const bank = keep(new LastingChild(programs.bank, bankEnvironment(ports, folder), { onGivenUp }));
  const bankReady = answers(originOf(ports.bank), signal).then(() => bank.isReady());
  // Awaited last; until then its failure is told by the child itself.
  bankReady.catch(() => undefined);
  keep(await openMailbox(ports));
  // Data of an earlier version is brought up to this one before the service opens it.
  await operator(known === null ? "init" : "migrate");
  signal.stopped.throwIfAborted();
  const service = keep(
    new LastingChild(programs.service, environment, { onStarted: (id) => folder.writeProcesses(id), onGivenUp }),
  );
  await answers(`${originOf(ports.ops)}/readyz`, signal);
  service.isReady();

  const { state, signInLinks } =
    known === null
      ? await makeFirstData(operator, folder, ports)
      : await (async () => {
          const moved = known.bankOrigin === originOf(ports.bank) ? {} : await makeBankClient(operator, ports);
          return { state: { ...known, ...moved }, signInLinks: await inviteStaff(operator, known) };
        })();
  folder.writeState(state);
  folder.writeBankClientSecret(state.clientSecret);
  await bankReady;
  const credentials = credentialsFor(ports, state, signInLinks, environment);
  folder.write("credentials.json", credentials);
  process.stdout.write(tour(credentials));
}

/** The ports, or the sentence that says why not. */
async function freePorts(base: string | undefined): Promise<Ports | string> {
  try {
    const ports = portsFrom(base);
    const taken = await firstTakenPort(ports);
    return taken === null ? ports : takenPortSentence(taken);
  } catch (error) {
    if (error instanceof BadPortBase) return error.message;
    throw error;
  }
}

function complain(sentence: string): number {
  process.stderr.write(`${sentence}\n`);
  return 1;
}

/** Waits until an address answers with success; half a minute at the most. */
async function answers(url: string, { stopped }: StopSignal): Promise<void> {
  const giveUpAt = performance.now() + 30_000;
  for (;;) {
    stopped.throwIfAborted();
    const ok = await fetch(url, { signal: stopped }).then(
      (answer) => answer.ok,
      () => false,
    );
    if (ok) return;
    if (performance.now() > giveUpAt) throw new Error(`${url} does not answer.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
