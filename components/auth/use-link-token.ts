'use client';

import { useEffect, useState } from 'react';

/**
 * What the link of a mail carries, out of the address's fragment and then gone from the address bar and the history.
 * Undefined until the page has looked, empty where there is none.
 */
export function useLinkToken(): string | undefined {
  const [token, setToken] = useState<string>();
  useEffect(() => {
    function take() {
      const { hash, pathname } = window.location;
      if (hash.length > 1) window.history.replaceState(null, '', pathname);
      setToken((known) => (hash.length > 1 ? hash.slice(1) : (known ?? '')));
    }
    // Next writes the address itself until it has started, which is after the effects of its pages.
    const timer = setTimeout(take);
    // Another link, opened in the same tab.
    window.addEventListener('hashchange', take);
    return () => {
      clearTimeout(timer);
      window.removeEventListener('hashchange', take);
    };
  }, []);
  return token;
}
