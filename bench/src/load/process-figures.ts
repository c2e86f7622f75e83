import { readFileSync } from "node:fs";

/** Clock ticks a second of /proc/PID/stat: 100 on every Linux that Node runs on. */
const ticksPerSecond = 100;

/** CPU time a process has had in all its threads, milliseconds; null where there is no /proc. */
export function cpuMsOf(pid: number): number | null {
  const stat = read(`/proc/${pid}/stat`);
  if (stat === null) return null;
  // The name in brackets may hold spaces; utime and stime are the 12th and 13th field after it (proc(5)).
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / ticksPerSecond;
}

/** CPU time of the whole machine that was not idle, milliseconds over all cores; null where there is no /proc. */
export function machineBusyMs(): number | null {
  const line = read("/proc/stat")?.split("\n")[0];
  if (line === undefined) return null;
  const [user = 0, nice = 0, system = 0, , , irq = 0, softIrq = 0] = line.trim().split(/\s+/).slice(1).map(Number);
  return ((user + nice + system + irq + softIrq) * 1000) / ticksPerSecond;
}

/**
 * CPU time that was due to this machine and that its host gave to others, milliseconds over all cores (steal, proc(5)); null where
 * there is no /proc.
 */
export function machineStolenMs(): number | null {
  const line = read("/proc/stat")?.split("\n")[0];
  const stolen = Number(line?.trim().split(/\s+/)[8]);
  return Number.isNaN(stolen) ? null : (stolen * 1000) / ticksPerSecond;
}

export interface Memory {
  /** Megabytes (10^6 bytes) in RAM: all of it, and what is not the pages of some file. */
  readonly resident: number;
  readonly beyondFilePages: number;
  /** The most it ever was (all of it). */
  readonly peak: number;
}

export function memoryOf(pid: number): Memory | null {
  const status = read(`/proc/${pid}/status`);
  if (status === null) return null;
  const megabytes = (name: string) =>
    (Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(status)?.[1]) * 1024) / 1e6;
  return { resident: megabytes("VmRSS"), beyondFilePages: megabytes("RssAnon"), peak: megabytes("VmHWM") };
}

function read(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}
