'use client';

import { useMemo } from 'react';

/** The same object as long as it says the same, however often the client is loaded again. */
export function useSame<Value>(value: Value): Value {
  const text = JSON.stringify(value);
  return useMemo(() => JSON.parse(text) as Value, [text]);
}
