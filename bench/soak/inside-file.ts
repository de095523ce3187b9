import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a process holds on to, after a collection. Bytes; counts. */
export interface Inside {
  heapUsed: number;
  external: number;
  rss: number;
  /** Open ones. */
  sockets: number;
  /** Pending ones, also those that keep nothing alive. */
  timers: number;
  /** By what they listen at. */
  listeners: Record<string, number>;
}

/** Where a process writes it. */
export const insideFile = (pid: number): string => join(tmpdir(), `gooclaim-soak-${pid}.json`);
