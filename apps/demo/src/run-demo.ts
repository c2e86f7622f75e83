import { bankMain, LastingChild, serverMain } from "./child.ts";
import { credentialsFor, writeCredentials } from "./credentials.ts";
import { DemoFolder } from "./demo-folder.ts";
import type { DemoState } from "./demo-folder.ts";
import { bankEnvironment, serviceEnvironment } from "./environments.ts";
import { inviteStaff, makeDatabase, makeInstitution, registerHanako } from "./first-data.ts";
import { makeMailbox } from "./mailbox/make-mailbox.ts";
import { startSmtpSink } from "./mailbox/smtp-sink.ts";
import { firstTakenPort, originOf, portsFrom } from "./ports.ts";
import type { Ports } from "./ports.ts";
import { tour } from "./tour.ts";

export interface DemoOptions {
  readonly portBase: string | undefined;
  readonly folder: string;
  readonly fresh: boolean;
}

/** Starts everything, prints the tour, and stays until Ctrl-C. Gives the exit code. */
export async function runDemo(options: DemoOptions): Promise<number> {
  const ports = portsFrom(options.portBase);
  const taken = await firstTakenPort(ports);
  if (taken !== null) {
    process.stderr.write(
      `Port ${taken} is in use. Stop whoever listens there, or start the demo on other ports: WARIFU_PORT_BASE=5000 npm start\n`,
    );
    return 1;
  }
  const folder = new DemoFolder(options.folder);
  if (options.fresh) folder.forget();
  folder.prepare();

  const stop = new StopAsked();
  const running: { stop(): Promise<void> }[] = [];
  try {
    const sink = await startSmtpSink(ports.smtp);
    running.push({ stop: () => sink.close() });
    const mailbox = await makeMailbox(sink.mails);
    await mailbox.listen({ port: ports.mailbox, host: "127.0.0.1" });
    running.push({ stop: () => mailbox.close() });

    await startEverything(folder, ports, running, stop);
    await stop.given;
    return stop.code;
  } catch (error) {
    if (stop.signal.aborted) return stop.code;
    process.stderr.write(`The demo could not start: ${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  } finally {
    await Promise.all(running.map((part) => part.stop()));
  }
}

async function startEverything(
  folder: DemoFolder,
  ports: Ports,
  running: { stop(): Promise<void> }[],
  stop: StopAsked,
): Promise<void> {
  const environment = serviceEnvironment(ports, folder);
  const known = folder.readState();
  if (known === null) {
    folder.forget();
    folder.prepare();
    await makeDatabase(environment);
  }
  const service = new LastingChild("The service", [serverMain, "serve"], environment);
  running.push(service);
  service.start(
    (processId) => folder.write("processes.json", { service: processId }),
    () => stop.ask(1),
  );
  await answers(`${originOf(ports.ops)}/readyz`, stop.signal);

  const state = known ?? (await makeInstitution(folder, ports, environment));
  if (known === null) {
    await registerHanako(ports, state.apiKey);
    folder.writeState(state);
  }
  stop.signal.throwIfAborted();
  const signInLinks = await startBankAndInvite(folder, ports, state, environment, running, stop);
  const credentials = credentialsFor(ports, state, signInLinks, environment);
  writeCredentials(folder, credentials);
  process.stdout.write(tour(credentials));
}

async function startBankAndInvite(
  folder: DemoFolder,
  ports: Ports,
  state: DemoState,
  environment: Record<string, string>,
  running: { stop(): Promise<void> }[],
  stop: StopAsked,
): Promise<string[]> {
  const bank = new LastingChild("The sample bank", [bankMain], bankEnvironment(ports, folder, state));
  running.push(bank);
  bank.start(
    () => {},
    () => stop.ask(1),
  );
  const [links] = await Promise.all([
    inviteStaff(state, environment),
    answers(`${originOf(ports.bank)}/log-in`, stop.signal),
  ]);
  return links;
}

/** Waits until an address answers with success; half a minute at the most. */
async function answers(url: string, signal: AbortSignal): Promise<void> {
  const giveUpAt = performance.now() + 30_000;
  for (;;) {
    signal.throwIfAborted();
    const ok = await fetch(url).then(
      (answer) => answer.ok,
      () => false,
    );
    if (ok) return;
    if (performance.now() > giveUpAt) throw new Error(`${url} does not answer`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Ctrl-C, a polite kill, a closed terminal, or a part of the demo that cannot go on; also in the middle of the start. */
class StopAsked {
  readonly #controller = new AbortController();
  #code = 0;

  constructor() {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => this.#controller.abort());
  }

  ask(code: number): void {
    this.#code = code;
    this.#controller.abort();
  }

  get code(): number {
    return this.#code;
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get given(): Promise<void> {
    const { signal } = this;
    return new Promise((resolve) => {
      if (signal.aborted) resolve();
      signal.addEventListener("abort", () => resolve(), { once: true });
    });
  }
}
