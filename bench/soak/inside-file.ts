import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a process holds on to, after a collection. Bytes; counts. */
export interface Inside {
  heapUsed: number;
  external: number;
  rss: number;
  /** What keeps the process going, by its kind: sockets, timers, whatever is under way. */
  resources: Record<string, number>;
  /** Absent where only a glance was wished for. */
  census?: Census;
}

/** Of everything there is in memory: to count it, the process stands still for seconds. */
export interface Census {
  /** Open ones. */
  sockets: number;
  /** Pending ones, also those that keep nothing alive. */
  timers: number;
  /** By what they listen at. */
  listeners: Record<string, number>;
}

/** Where a process writes it. */
export const insideFile = (pid: number): string => join(tmpdir(), `gooclaim-soak-${pid}.json`);
/** Is there while a census is wished for. */
export const censusFile = (pid: number): string => `${insideFile(pid)}.census`;
