'use client';

import { useEffect, useState } from 'react';

const DEBOUNCE_MS = 250;

/** The value once it has been still for a moment: nobody wants an answer to every letter. */
export function useDebounced<T>(value: T): T {
  const [still, setStill] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setStill(value), DEBOUNCE_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return still;
}
