import { join } from "node:path";
import { stepAt } from "@warifu/otp";
import { defaultPolicy } from "@warifu/rules";
import { openTeller, showing } from "../ledger/ask.ts";
import { customerIdOf, wrongCodeOf } from "../ledger/bank.ts";
import { openLedger } from "../ledger/ledger.ts";
import type { Answered, Lost } from "../ledger/ledger.ts";
import { patienceMs } from "./eventually.ts";
import { expectNone, expectThat } from "./fault.ts";
import type { FaultScope } from "./fault.ts";
import type { ServerNode } from "./server-node.ts";
import type { SetUp } from "./set-up-bank.ts";

const posts = 50;
const tokens = 20;

/**
 * 50 simultaneous posts of one code on each of 20 tokens, then 50 simultaneous wrong codes on each of 5 others, spread over the
 * nodes. @returns where the ledger is
 */
export async function postAtOnce(setUp: SetUp, nodes: readonly ServerNode[], scope: FaultScope): Promise<string> {
  const { bank } = setUp;
  expectThat(bank.customers >= tokens + 5, "The set-up is too small");
  const ledgerFile = join(scope.folder, "ledger");
  const ledger = openLedger(ledgerFile);
  const teller = openTeller({ bank, urls: nodes.map(({ url }) => url), ledger, timeoutMs: patienceMs });
  const step = stepAt(Date.now(), bank.periodSeconds);

  const answers = await Promise.all(
    Array.from({ length: posts * tokens }, async (_, index) => {
      const shown = showing(`same-${index}`, customerIdOf(index % tokens), "right", step);
      return await teller.ask(shown, Math.floor(index / tokens) % nodes.length);
    }),
  );
  expectNone(unanswered(answers));
  const accepted = answers.filter((answer) => answer.note === "answered" && answer.accepted === true).length;
  expectThat(accepted === tokens, `${accepted} of ${posts * tokens} posts were accepted, not ${tokens}`);

  for (let guessed = tokens; guessed < tokens + 5; guessed++) {
    const customerId = customerIdOf(guessed);
    const guesses = await Promise.all(
      Array.from({ length: posts }, async (_, index) => {
        const otp = wrongCodeOf(customerId, step, index * 1_000_003);
        const shown = { id: `guess-${guessed}-${index}`, customerId, shows: "wrong", step: null, otp } as const;
        return await teller.ask(shown, index % nodes.length);
      }),
    );
    expectNone(unanswered(guesses));
    const compared = guesses.filter(
      ({ note, ...rest }) => note === "answered" && "reason" in rest && isWrong(rest.reason),
    );
    const limit = defaultPolicy.wrongCodesUntilPause;
    expectThat(compared.length === limit, `${compared.length} wrong codes were compared, not ${limit}`);
  }
  teller.close();
  ledger.close();
  return ledgerFile;
}

function isWrong(reason: string | null): boolean {
  return reason === "mismatch" || reason === "drift";
}

/** Nothing is broken here, so every post gets its answer. */
function unanswered(answers: readonly (Answered | Lost)[]): string[] {
  return answers.flatMap((answer) => {
    if (answer.note === "lost") return [`${answer.id} got no answer: ${answer.why}`];
    return answer.status === 200 ? [] : [`${answer.id} was answered ${answer.status} ${answer.reason ?? ""}`];
  });
}
