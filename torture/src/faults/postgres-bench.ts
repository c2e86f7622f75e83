import { startCluster } from "@warifu/storage/test-cluster";
import type { Cluster, ClusterOptions } from "@warifu/storage/test-cluster";
import pg from "pg";
import type { Bank } from "../ledger/bank.ts";
import { startDatabaseProxy } from "./database-proxy.ts";
import type { DatabaseProxy } from "./database-proxy.ts";
import type { FaultScope } from "./fault.ts";
import { makeServerNode } from "./server-node.ts";
import type { ServerNode } from "./server-node.ts";
import { setUpBank } from "./set-up-bank.ts";
import type { SetUp } from "./set-up-bank.ts";

/** A cluster, a proxy before it, and nodes that know the proxy's address only. */
export interface PostgresBench {
  readonly cluster: Cluster;
  readonly proxy: DatabaseProxy;
  readonly setUp: SetUp;
  readonly nodes: readonly ServerNode[];
  readonly urls: readonly string[];
}

interface BenchOptions extends ClusterOptions {
  readonly nodes: number;
  readonly bank: Pick<Bank, "customers" | "periodSeconds">;
  /** Files with the clocks of the nodes, where they are not to be the machine's. */
  readonly clockFiles?: readonly string[];
  readonly stopWaitSeconds?: number;
}

/** Starts everything; all of it ends with the fault. */
export async function makePostgresBench(scope: FaultScope, options: BenchOptions): Promise<PostgresBench> {
  const cluster = await startCluster(options);
  scope.clean(() => cluster.stop());
  const proxy = await startDatabaseProxy(cluster.url);
  scope.clean(() => proxy.close());
  const setUp = await setUpBank(scope.folder, proxy.through(cluster.url), options.bank);
  const nodes: ServerNode[] = [];
  for (let index = 0; index < options.nodes; index++) {
    const clockFile = options.clockFiles?.[index];
    const node = await makeServerNode({
      ...setUp,
      stopWaitSeconds: options.stopWaitSeconds ?? 0,
      ...(clockFile === undefined ? {} : { clockFile }),
    });
    scope.watch(node);
    scope.clean(() => node.kill());
    nodes.push(node);
  }
  await Promise.all(nodes.map((node) => node.start()));
  return { cluster, proxy, setUp, nodes, urls: nodes.map(({ url }) => url) };
}

/** One statement as the superuser would type it. */
export async function runSql(url: string, sql: string): Promise<readonly Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  client.on("error", () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

/** What a synchronous standby has said is enough: the address of the server that is the primary now. */
export function standbyOf({ standbyUrl }: Cluster): string {
  if (standbyUrl === null) throw new Error("The cluster has no standby");
  return standbyUrl;
}

/** The standby's, as superuser. */
export function standbyAdminOf({ standbyAdminUrl }: Cluster): string {
  if (standbyAdminUrl === null) throw new Error("The cluster has no standby");
  return standbyAdminUrl;
}
