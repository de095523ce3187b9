'use client';

import { X } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { auditActionName } from './action-name';
import { CHIPS, type FilterState, type SetFilter } from './filter-state';

const NAMES = {
  action: 'Event',
  actor: 'By',
  target: 'Concerns',
  address: 'From',
  request: 'Request',
  jti: 'Token',
} as const satisfies Record<(typeof CHIPS)[number], string>;

/** The filters that have no control of their own, each to be taken away. */
export function FilterChips({ state, setState }: { state: FilterState; setState: SetFilter }) {
  const set = CHIPS.filter((name) => state[name] !== null);
  if (set.length === 0) return null;
  return (
    <ul aria-label="Filters" className="flex flex-wrap gap-2 border-b px-3 py-2">
      {set.map((name) => {
        const value = name === 'action' ? auditActionName(state.action ?? '') : state[name];
        return (
          <li
            key={name}
            className="flex max-w-full items-center gap-1 rounded-md border bg-muted py-0.5 pl-2 text-xs"
          >
            <span className="text-muted-foreground">{NAMES[name]}</span>
            <span className="truncate font-mono">{value}</span>
            <Button
              variant="ghost"
              size="icon-sm"
              className="size-6"
              aria-label={`Remove the filter ${NAMES[name]} ${value}`}
              onClick={() => setState({ [name]: null })}
            >
              <X aria-hidden />
            </Button>
          </li>
        );
      })}
    </ul>
  );
}
