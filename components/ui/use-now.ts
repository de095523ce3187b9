'use client';

import { useSyncExternalStore } from 'react';
import { serverNow } from './server-clock';

// One timer for the whole page, however many clocks it shows.
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
let current: number | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(tick, 1000);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
      current = undefined;
    }
  };
}

function tick() {
  current = serverNow();
  for (const listener of listeners) listener();
}

function snapshot(): number {
  current ??= serverNow();
  return current;
}

/** Now in milliseconds by the server's clock, each second anew; `null` while rendering on the server. */
export function useNow(): number | null {
  return useSyncExternalStore<number | null>(subscribe, snapshot, () => null);
}
