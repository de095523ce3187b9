'use client';

import { useId } from 'react';
import { Label } from '@/components/ui/label';
import { lazyPart } from '@/components/ui/lazy-part';
import { Skeleton } from '@/components/ui/skeleton';
import { Switch } from '@/components/ui/switch';
import { FilterSelect } from './filter-select';
import { type FilterState, OUTCOMES, RANGES, type SetFilter } from './filter-state';
import { GROUP_NAMES } from './groups';
import { SearchBox } from './search-box';

const CustomRange = lazyPart(async () => (await import('./custom-range')).CustomRange, RangeSkeleton);

const RANGE_NAMES = {
  ...Object.fromEntries(Object.entries(RANGES).map(([range, { label }]) => [range, label])),
  custom: 'From … to …',
} as Record<NonNullable<FilterState['range']>, string>;

function RangeSkeleton() {
  return <Skeleton className="h-14" />;
}

export function AuditToolbar({
  state,
  setState,
  live,
  onLive,
}: {
  state: FilterState;
  setState: SetFilter;
  live: boolean;
  onLive: (live: boolean) => void;
}) {
  const id = useId();
  return (
    <search className="flex flex-col gap-2 border-b p-3">
      <div className="grid grid-cols-2 gap-2 md:flex md:flex-wrap md:items-start">
        <SearchBox onFound={(term) => setState(term)} />
        <FilterSelect
          label="Filter by kind"
          all="All kinds"
          names={GROUP_NAMES}
          value={state.group}
          onChange={(group) => setState({ group, action: null })}
        />
        <FilterSelect
          label="Filter by outcome"
          all="Any outcome"
          names={OUTCOMES}
          value={state.outcome}
          onChange={(outcome) => setState({ outcome })}
        />
        <FilterSelect
          label="Filter by time"
          all="Any time"
          names={RANGE_NAMES}
          value={state.range}
          onChange={(range) => setState({ range, from: null, to: null })}
        />
        <div className="flex h-8 items-center justify-end gap-2 md:ml-auto">
          <Label htmlFor={id}>Live</Label>
          <Switch id={id} checked={live} onCheckedChange={onLive} />
        </div>
      </div>
      {state.range === 'custom' ? <CustomRange state={state} setState={setState} /> : null}
    </search>
  );
}
