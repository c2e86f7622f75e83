import { expectSame } from "./compare.ts";
import type { Fault } from "./fault.ts";
import { postAtOnce } from "./post-at-once.ts";
import { makePostgresBench } from "./postgres-bench.ts";

export const fiftyAtOncePostgres: Fault = {
  name: "fifty-at-once-postgres",
  says: "of 50 parallel posts of one code over three nodes one is accepted, of 50 parallel wrong codes five are compared",
  needs: ["postgres"],
  async run(scope) {
    const bank = { customers: 25, periodSeconds: 60 };
    const { setUp, nodes } = await makePostgresBench(scope, { nodes: 3, bank });
    const ledgerFile = await postAtOnce(setUp, nodes, scope);
    scope.tell(await expectSame(setUp, ledgerFile, { atLeast: 20 }));
  },
};
