import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** Ticks a second of /proc/PID/stat: fixed for programs on Linux, whatever the kernel's own. */
const TICKS = 100;

export interface Usage {
  /** User and system, of its ended children too. */
  cpuSeconds: number;
  /** Resident, in MB (10⁶ bytes). */
  rssMb: number;
}

interface Entry {
  parent: number;
  ticks: number;
}

/** @param of a process, or `PID/task/TID`; undefined for one that has just ended */
function entry(of: number | string): Entry | undefined {
  try {
    // The state follows the name, which is in parentheses and may hold anything (proc(5)).
    const fields = readFileSync(`/proc/${of}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')
      .map(Number);
    const [, parent = 0] = fields;
    return { parent, ticks: fields.slice(11, 15).reduce((sum, ticks) => sum + ticks, 0) };
  } catch {
    return undefined;
  }
}

/** In kB; what it shares with others of its kind (the buffers of a PostgreSQL) apart. */
function resident(pid: number): { own: number; shared: number } {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const of = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? 0);
    const shared = of('RssShmem');
    return { own: of('VmRSS') - shared, shared };
  } catch {
    return { own: 0, shared: 0 };
  }
}

/** MB of a tree of processes: the memory they share counts once. */
function residentMb(pids: readonly number[]): number {
  const each = pids.map(resident);
  const kilobytes =
    each.reduce((sum, { own }) => sum + own, 0) + Math.max(0, ...each.map(({ shared }) => shared));
  return (kilobytes * 1024) / 1e6;
}

/** The processes below each of the named ones, and themselves; one that is named belongs to its own name only. */
export function trees(roots: Readonly<Record<string, number>>): Record<string, number[]> {
  const found: Record<string, number[]> = Object.fromEntries(Object.keys(roots).map((name) => [name, []]));
  const nameOf = new Map(Object.entries(roots).map(([name, pid]) => [pid, name]));
  const pids = existsSync('/proc') ? readdirSync('/proc').map(Number).filter(Number.isInteger) : [];
  const parents = new Map(pids.map((pid) => [pid, entry(pid)?.parent ?? 0]));
  for (const pid of pids) {
    let above = pid;
    while (above > 1 && !nameOf.has(above)) above = parents.get(above) ?? 0;
    const name = nameOf.get(above);
    if (name !== undefined) found[name]?.push(pid);
  }
  return found;
}

/** What each of the named processes has used so far, with all below it. */
export const usage = (roots: Readonly<Record<string, number>>): Record<string, Usage> =>
  Object.fromEntries(
    Object.entries(trees(roots)).map(([name, pids]) => [
      name,
      {
        cpuSeconds: pids.reduce((sum, pid) => sum + (entry(pid)?.ticks ?? 0), 0) / TICKS,
        rssMb: residentMb(pids),
      },
    ]),
  );

/** CPU seconds of each thread of a process so far; the one with the process' own id is the main thread. */
export const threadSeconds = (pid: number): Map<number, number> =>
  new Map(
    readdirSync(`/proc/${pid}/task`).map((thread) => [
      Number(thread),
      (entry(`${pid}/task/${thread}`)?.ticks ?? 0) / TICKS,
    ]),
  );
