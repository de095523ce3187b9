'use client';

import { Search } from 'lucide-react';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import type { ClientList } from '@/lib/contract/client-list';
import { CLIENT_FILTERS, type ClientFilter, LONGEST_SEARCH } from '@/lib/contract/client-list-terms';
import { FILTER_LABELS, type ListState, type SetListState } from './list-state';

export function ClientsToolbar({
  state,
  setState,
  counts,
}: {
  state: ListState;
  setState: SetListState;
  counts: ClientList['counts'];
}) {
  return (
    <search className="flex flex-col gap-2 border-b p-3 sm:flex-row sm:items-center">
      <div className="relative sm:w-80">
        <Search
          aria-hidden
          className="pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-muted-foreground"
        />
        <Input
          type="search"
          aria-label="Search clients"
          placeholder="Name, client ID or scope"
          aria-keyshortcuts="/"
          data-page-search
          maxLength={LONGEST_SEARCH}
          value={state.q}
          onChange={(event) => setState({ q: event.target.value || null, page: null })}
          className="h-8 pl-8"
        />
      </div>
      <Select
        aria-label="Filter by status"
        className="h-8 sm:w-52"
        value={state.status}
        onChange={(value) => setState({ status: value as ClientFilter, page: null })}
        options={CLIENT_FILTERS.map((filter) => [
          filter,
          <span key={filter}>
            {FILTER_LABELS[filter]}
            {filter in counts ? (
              <span className="ml-1.5 text-muted-foreground tabular-nums">
                {counts[filter as keyof typeof counts].toLocaleString('en')}
              </span>
            ) : null}
          </span>,
        ])}
      />
    </search>
  );
}
