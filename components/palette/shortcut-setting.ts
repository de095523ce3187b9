'use client';

import { useSyncExternalStore } from 'react';

/** A choice of this browser's, and no secret: it may outlive the session. */
const NAME = 'gooclaim-single-key-shortcuts';
const listeners = new Set<() => void>();

function read(): boolean {
  try {
    return localStorage.getItem(NAME) !== 'off';
  } catch {
    // Storage may be closed to pages.
    return true;
  }
}

/** Whether keys without a modifier do anything: people who speak to their computer need them off (WCAG 2.1.4). */
export const shortcutsAreOn = read;

export function switchShortcuts(on: boolean): void {
  try {
    if (on) localStorage.removeItem(NAME);
    else localStorage.setItem(NAME, 'off');
  } catch {
    // Then it holds for nothing but this call.
  }
  for (const listener of listeners) listener();
}

export const useShortcutsOn = (): boolean =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    read,
    () => true,
  );
