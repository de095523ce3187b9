import type { LookupAddress, LookupAllOptions } from 'node:dns';
import { Late, overload } from '../faults';

type Found = (fault: NodeJS.ErrnoException | null, found: LookupAddress[]) => void;
/** `dns.lookup`, asked for all addresses. */
export type AskName = (hostname: string, options: LookupAllOptions, callback: Found) => void;

/** Nobody who asks waits longer than this for an answer as a whole, in milliseconds. */
const PATIENCE_MS = 3_000;
const MOST_WAITING = 100;

/**
 * One look-up after the other. A look-up cannot be given up: one that hangs holds a thread until the system's resolver has
 * had enough, and there are two threads for names in a process, the database's among them. An answer
 * that never comes takes one.
 */
export function createLookupQueue(ask: AskName): AskName {
  const waiting = new Set<() => void>();
  let busy = false;

  function next(): void {
    const [first] = waiting;
    busy = first !== undefined;
    first?.();
  }

  return (hostname, options, callback): void => {
    const refuse = (fault: Error) => process.nextTick(callback, fault, []);
    const begin = () =>
      ask(hostname, options, (fault, found) => {
        next();
        callback(fault, found);
      });
    if (!busy) {
      busy = true;
      begin();
      return;
    }
    if (waiting.size >= MOST_WAITING) {
      refuse(overload('Too many names are being looked up.'));
      return;
    }
    const turn = () => {
      leave();
      begin();
    };
    const timer = setTimeout(() => {
      leave();
      refuse(new Late('Other names are being looked up.'));
    }, PATIENCE_MS);
    timer.unref();
    const leave = () => {
      clearTimeout(timer);
      waiting.delete(turn);
    };
    waiting.add(turn);
  };
}
