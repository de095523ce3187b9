'use client';

import { useState } from 'react';
import { failureWords } from './failure-words';

/** Something a person starts with a button: busy meanwhile, and the reason where it failed. */
export function useAttempt() {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string>();
  return {
    busy,
    failure,
    async attempt(work: () => Promise<unknown>): Promise<void> {
      setBusy(true);
      setFailure(undefined);
      try {
        await work();
      } catch (error) {
        setFailure(failureWords(error));
      } finally {
        setBusy(false);
      }
    },
  };
}
