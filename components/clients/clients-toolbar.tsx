'use client';

import { Search } from 'lucide-react';
import { useId, useState } from 'react';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { TextLink } from '@/components/ui/text-link';
import type { ClientList } from '@/lib/contract/client-list';
import {
  CLIENT_FILTERS,
  type ClientFilter,
  LONGEST_SEARCH,
  mayBeCredential,
} from '@/lib/contract/client-list-terms';
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
  // Held back here, so that it comes into no address.
  const [held, setHeld] = useState('');
  const noteId = useId();
  function search(text: string) {
    const credential = mayBeCredential(text);
    setHeld(credential ? text : '');
    setState({ q: credential ? null : text || null, page: null });
  }
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
          value={held || state.q}
          aria-describedby={held ? noteId : undefined}
          onChange={(event) => search(event.target.value)}
          className="h-8 pl-8"
        />
      </div>
      {held ? (
        <p id={noteId} role="status" className="text-sm text-soon sm:order-last">
          This may be a secret or a token: it was not searched for. Paste it into the{' '}
          <TextLink href="/debugger">debugger</TextLink>, or clear the field.
        </p>
      ) : null}
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
