import { Refused } from "../refused.ts";
import type { Environment } from "../configuration/read-config.ts";
import { Carrier } from "./carry-out.ts";
import type { Answer, PiecewiseCommand, Values } from "./command.ts";
import { Progress } from "./progress.ts";
import type { ProgressSink } from "./progress.ts";

/**
 * Carries long work out piece by piece. Ctrl-C and SIGTERM end it after the piece under way; once more, and the process ends at once,
 * which loses nothing either: the piece is done whole or not at all.
 * @throws Refused
 */
export async function carryOutPieces(
  command: PiecewiseCommand,
  values: Values,
  environment: Environment,
  sink: ProgressSink,
): Promise<Answer> {
  const carrier = new Carrier(environment);
  let isStopAsked = false;
  const stop = () => {
    isStopAsked = true;
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, stop);
  try {
    return await command.run(values, {
      perform: (piece, input) => carrier.performTwice(piece, input),
      progress: new Progress(sink, () => performance.now()),
      stopIfAsked(sentence) {
        if (isStopAsked) throw new Refused(sentence);
      },
    });
  } finally {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.off(signal, stop);
    await carrier.close();
  }
}
