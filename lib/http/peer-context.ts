import { AsyncLocalStorage } from 'node:async_hooks';
import { UNKNOWN_ADDRESS } from './peer';

/**
 * Carries the socket's address from our server into Next's handlers. Not a header: a header could come from outside.
 * On `globalThis`, because the server and Next's bundle each load this module.
 */
const KEY = Symbol.for('gooclaim.peer');
type Holder = { [KEY]?: AsyncLocalStorage<string> };

function storage(): AsyncLocalStorage<string> {
  const holder = globalThis as Holder;
  holder[KEY] ??= new AsyncLocalStorage<string>();
  return holder[KEY];
}

export const withSocketAddress = <T>(address: string, run: () => T): T => storage().run(address, run);

/** @returns the unknown address when Next runs without our server in front */
export const socketAddress = (): string => storage().getStore() ?? UNKNOWN_ADDRESS;
