import { availableParallelism, cpus, loadavg, release, totalmem, type } from "node:os";

/** Where and with what the numbers were made. */
export interface Machine {
  readonly node: string;
  readonly sqlite: string;
  readonly postgres: string | null;
  readonly system: string;
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGB: number;
  /** Load average of the last minute before anything was started: what else ran here. */
  readonly loadBefore: number;
  readonly date: string;
}

export function describeMachine(): Omit<Machine, "postgres"> {
  return {
    node: process.version,
    sqlite: process.versions["sqlite"] ?? "unknown",
    system: `${type()} ${release()}`,
    cpu: cpus()[0]?.model ?? "unknown",
    cores: availableParallelism(),
    memoryGB: Math.round(totalmem() / 1e9),
    loadBefore: Math.round((loadavg()[0] ?? 0) * 100) / 100,
    date: new Date().toISOString().slice(0, 10),
  };
}
