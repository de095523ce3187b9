import { useEffect, useState } from 'react';
import type { FoundInDocs } from '@/lib/contract/docs';

/** After the last key, in milliseconds. */
const WAIT_MS = 150;

/** What the documentation has on `words`, a moment after they were typed. */
export function useDocsSearch(words: string): readonly FoundInDocs[] | 'searching' | 'failed' {
  const [answer, setAnswer] = useState<readonly FoundInDocs[] | 'searching' | 'failed'>('searching');
  const wanted = words.trim();

  useEffect(() => {
    if (wanted === '') return;
    const end = new AbortController();
    async function ask() {
      try {
        const response = await fetch(`/api/docs/search?q=${encodeURIComponent(wanted)}`, {
          signal: end.signal,
        });
        if (!response.ok) throw new Error(`Status ${response.status}`);
        setAnswer((await response.json()).found);
      } catch {
        if (!end.signal.aborted) setAnswer('failed');
      }
    }
    const timer = setTimeout(ask, WAIT_MS);
    return () => {
      clearTimeout(timer);
      end.abort();
    };
  }, [wanted]);

  return answer;
}
