'use client';

import { ArrowDown, ArrowUp, ArrowUpDown } from 'lucide-react';
import { cn } from '@/components/ui/cn';
import {
  Table,
  TableBody,
  TableCaption,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from '@/components/ui/table';
import type { ClientSummary } from '@/lib/contract/client-list';
import { CLIENT_SORTS, type ClientSort } from '@/lib/contract/client-list-terms';
import { CLIENT_COLUMNS } from './client-columns';
import type { ListState, SetListState } from './list-state';

export function ClientsTable({
  clients,
  state,
  setState,
}: {
  clients: ClientSummary[];
  state: ListState;
  setState: SetListState;
}) {
  return (
    <Table>
      <TableCaption>Clients of this tenant</TableCaption>
      <TableHeader>
        <TableRow>
          {CLIENT_COLUMNS.map(({ id, header, className }) => {
            const sort = CLIENT_SORTS.find((sortable) => sortable === id);
            const sorted = sort === state.sort ? state.dir : undefined;
            return (
              <TableHead key={id} className={className} aria-sort={ariaSort(sort, sorted)}>
                {sort ? (
                  <SortButton sorted={sorted} onSort={(dir) => setState({ sort, dir, page: null })}>
                    {header}
                  </SortButton>
                ) : (
                  header
                )}
              </TableHead>
            );
          })}
        </TableRow>
      </TableHeader>
      <TableBody>
        {clients.map((client) => (
          <TableRow key={client.client_id} className="relative hover:bg-accent">
            {CLIENT_COLUMNS.map(({ id, cell, className }) => (
              <TableCell key={id} className={className}>
                {cell(client)}
              </TableCell>
            ))}
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

function ariaSort(sort: ClientSort | undefined, sorted: 'asc' | 'desc' | undefined) {
  if (!sort) return undefined;
  if (!sorted) return 'none';
  return sorted === 'asc' ? 'ascending' : 'descending';
}

function SortButton({
  sorted,
  onSort,
  children,
}: {
  sorted: 'asc' | 'desc' | undefined;
  onSort: (dir: 'asc' | 'desc') => void;
  children: React.ReactNode;
}) {
  const Icon = sorted === 'asc' ? ArrowUp : sorted === 'desc' ? ArrowDown : ArrowUpDown;
  return (
    <button
      type="button"
      className={cn(
        '-mx-1 inline-flex h-7 items-center gap-1 rounded-md px-1 hover:text-foreground',
        sorted && 'text-foreground',
      )}
      onClick={() => onSort(sorted === 'asc' ? 'desc' : 'asc')}
    >
      {children}
      <Icon aria-hidden className={cn('size-3', !sorted && 'opacity-60')} />
    </button>
  );
}
