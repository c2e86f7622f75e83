import { join } from "node:path";
import { expectSame } from "./compare.ts";
import type { Fault } from "./fault.ts";
import { postAtOnce } from "./post-at-once.ts";
import { makeServerNode } from "./server-node.ts";
import { setUpBank } from "./set-up-bank.ts";

export const fiftyAtOnceSqlite: Fault = {
  name: "fifty-at-once-sqlite",
  says: "of 50 parallel posts of one code one is accepted, of 50 parallel wrong codes five are compared (SQLite)",
  needs: [],
  async run(scope) {
    const { folder, clean, watch, tell } = scope;
    const database = `sqlite:${join(folder, "warifu.sqlite")}`;
    const setUp = await setUpBank(folder, database, { customers: 25, periodSeconds: 60 });
    const node = await makeServerNode(setUp);
    watch(node);
    clean(() => node.kill());
    await node.start();
    const ledgerFile = await postAtOnce(setUp, [node], scope);
    await node.stop();
    tell(await expectSame(setUp, ledgerFile, { atLeast: 20 }));
  },
};
