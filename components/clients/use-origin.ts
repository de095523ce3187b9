'use client';

import { useSyncExternalStore } from 'react';

/** Where this portal lives; empty while rendering on the server. */
export function useOrigin(): string {
  return useSyncExternalStore(
    () => () => undefined,
    () => window.location.origin,
    () => '',
  );
}
