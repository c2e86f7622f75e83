import type { RefusalCode } from "@warifu/rules";
import type { Answer, SimulatedRequest } from "./simulated-request.ts";
import type { World } from "./world.ts";

type Effect = { readonly pauseMs: number } | { readonly request: SimulatedRequest };

/** What a person or program does, one thing after the other; it stands still while it waits. */
export type Script<Returned = void> = Generator<Effect, Returned, Answer>;

export function* pause(ms: number): Script {
  yield { pauseMs: ms };
}

/** Sends a request to some node and waits for what comes back, if anything does. */
export function* ask(request: SimulatedRequest): Script<Answer> {
  return yield { request };
}

/** Sends a request again, under the same once key if it has one, until something certain comes back or patience ends. */
export function* insist(world: World, request: SimulatedRequest, attempts = 6): Script<Answer> {
  let answer: Answer = { kind: "silence" };
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    answer = yield* ask(request);
    if (answer.kind === "outcome" || answer.kind === "keyTaken") return answer;
    yield* pause(world.chance.between(100, 4_000));
  }
  return answer;
}

/** Whether the act was done; what is not certain counts as not done. */
export function isDone(answer: Answer): boolean {
  return answer.kind === "outcome" && answer.outcome.ok;
}

/** Whether the answer is certain and says so. */
export function isRefused(answer: Answer, code: RefusalCode): boolean {
  return answer.kind === "outcome" && !answer.outcome.ok && answer.outcome.refusal.code === code;
}

export function follow(world: World, script: Script<unknown>, answer: Answer = { kind: "silence" }): void {
  const { done, value } = script.next(answer);
  if (done === true) return;
  if ("pauseMs" in value) world.timeline.after(value.pauseMs, () => follow(world, script));
  else world.send(value.request, (next) => follow(world, script, next));
}
