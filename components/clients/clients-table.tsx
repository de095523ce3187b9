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
import { CLIENT_SORTS, type ClientSort } from '@/lib/contract/client-list-terms';
import type { ListState, SetListState } from './list-state';
import type { ClientsTable as Model } from './use-clients-table';

export function ClientsTable({
  table,
  state,
  setState,
}: {
  table: Model;
  state: ListState;
  setState: SetListState;
}) {
  return (
    <Table>
      <TableCaption>Clients of this tenant</TableCaption>
      <TableHeader>
        {table.getHeaderGroups().map((group) => (
          <TableRow key={group.id}>
            {group.headers.map((header) => {
              const sort = CLIENT_SORTS.find((id) => id === header.column.id);
              const sorted = sort === state.sort ? state.dir : undefined;
              return (
                <TableHead
                  key={header.id}
                  className={header.column.columnDef.meta?.className}
                  aria-sort={ariaSort(sort, sorted)}
                >
                  {sort ? (
                    <SortButton sorted={sorted} onSort={(dir) => setState({ sort, dir, page: null })}>
                      <table.FlexRender header={header} />
                    </SortButton>
                  ) : (
                    <table.FlexRender header={header} />
                  )}
                </TableHead>
              );
            })}
          </TableRow>
        ))}
      </TableHeader>
      <TableBody>
        {table.getRowModel().rows.map((row) => (
          <TableRow key={row.id} className="relative hover:bg-accent">
            {row.getAllCells().map((cell) => (
              <TableCell key={cell.id} className={cell.column.columnDef.meta?.className}>
                <table.FlexRender cell={cell} />
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
