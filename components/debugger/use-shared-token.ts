'use client';

import { useEffect, useState } from 'react';
import { readSharedFragment, type SharedToken } from './shared-token';

/** `damaged`: there was a link, and nothing in it could be read. */
export type Shared = SharedToken | 'damaged' | undefined;

/** The token of a shared link, taken out of the address bar before anybody looks. */
export function useSharedToken(): { shared: Shared; clear: () => void } {
  const [shared, setShared] = useState<Shared>();
  useEffect(() => {
    function take() {
      const { hash, pathname, search } = window.location;
      if (!hash.startsWith('#shared=')) return;
      // Next's own state in the history holds the address as well; null has it follow this change.
      window.history.replaceState(null, '', pathname + search);
      setShared(readSharedFragment(hash) ?? 'damaged');
    }
    // Next writes the address itself until it has started, which is after the effects of its pages.
    const timer = setTimeout(take);
    window.addEventListener('hashchange', take);
    return () => {
      clearTimeout(timer);
      window.removeEventListener('hashchange', take);
    };
  }, []);
  return { shared, clear: () => setShared(undefined) };
}
