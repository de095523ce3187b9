'use client';

import { useId } from 'react';
import { RANGE_NAMES, RANGES } from '@/lib/contract/ranges';
import { useRange } from './use-range';

const LABELS = { '1h': '1 h', '24h': '24 h', '30d': '30 d' } as const;

/** Radio buttons drawn as one bar. */
export function RangeChoice() {
  const name = useId();
  const [range, setRange] = useRange();
  return (
    <fieldset className="flex rounded-md border border-input">
      <legend className="sr-only">Look back over</legend>
      {RANGE_NAMES.map((value) => (
        <label
          key={value}
          className="relative cursor-pointer border-input border-l px-2.5 py-1 text-sm tabular-nums first:rounded-l-md first:border-l-0 last:rounded-r-md hover:bg-accent has-checked:bg-primary has-checked:text-primary-foreground has-focus-visible:z-10 has-focus-visible:outline-2 has-focus-visible:outline-ring has-focus-visible:outline-offset-2"
        >
          <input
            type="radio"
            name={name}
            aria-label={`The last ${RANGES[value].words}`}
            checked={range === value}
            onChange={() => setRange(value)}
            className="absolute inset-0 cursor-pointer opacity-0"
          />
          <span aria-hidden>{LABELS[value]}</span>
        </label>
      ))}
    </fieldset>
  );
}
