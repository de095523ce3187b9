import {
  createColumnHelper,
  createPaginatedRowModel,
  createSortedRowModel,
  rowPaginationFeature,
  rowSortingFeature,
  tableFeatures,
} from '@tanstack/react-table';
import Link from 'next/link';
import { Copyable } from '@/components/ui/copyable';
import type { ClientView } from '@/lib/contract/portal';
import { ClientStatusBadge } from './client-status-badge';
import { LastUsed } from './last-used';
import { ScopeList } from './scope-list';
import { currentSecret } from './secret-age';
import { SecretBadge } from './secret-badge';

export const clientTableFeatures = tableFeatures({
  rowSortingFeature,
  rowPaginationFeature,
  sortedRowModel: createSortedRowModel(),
  paginatedRowModel: createPaginatedRowModel(),
});

declare module '@tanstack/react-table' {
  interface ColumnMeta<in out TFeatures, in out TData, in out TValue> {
    /** For the header and the cells of the column. */
    className?: string;
  }
}

const column = createColumnHelper<typeof clientTableFeatures, ClientView>();
const names = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

export const clientColumns = column.columns([
  column.accessor('name', {
    header: 'Name',
    sortFn: (a, b) => names.compare(a.original.name, b.original.name),
    cell: ({ row }) => (
      // The link covers its row; what is clickable in the row lies above it.
      <Link
        href={`/clients/${row.original.client_id}`}
        className="block max-w-44 truncate 2xl:max-w-72 font-medium after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:outline-ring focus-visible:after:-outline-offset-2"
      >
        {row.original.name}
      </Link>
    ),
  }),
  column.display({
    id: 'client_id',
    header: 'Client ID',
    cell: ({ row }) => (
      <Copyable
        value={row.original.client_id}
        label="Copy client ID"
        className="relative z-10 w-32 text-muted-foreground 2xl:w-auto"
      />
    ),
  }),
  column.display({
    id: 'status',
    header: 'Status',
    cell: ({ row }) => <ClientStatusBadge status={row.original.status} />,
  }),
  column.display({
    id: 'scopes',
    header: 'Scopes',
    meta: { className: 'hidden xl:table-cell' },
    cell: ({ row }) => <ScopeList scopes={row.original.scopes} most={2} className="flex-nowrap" />,
  }),
  column.accessor((client) => secretMadeAt(client), {
    id: 'secret',
    header: 'Secret age',
    // Ascending is the youngest first, as the numbers in the column read.
    sortFn: (a, b) => secretMadeAt(b.original) - secretMadeAt(a.original),
    cell: ({ row }) => <SecretBadge client={row.original} />,
  }),
  column.accessor((client) => lastUsedAt(client), {
    id: 'last_used',
    header: 'Last used',
    // Ascending is the most recent first; never used comes last.
    sortFn: (a, b) => lastUsedAt(b.original) - lastUsedAt(a.original),
    cell: ({ row }) => (
      <span className="whitespace-nowrap">
        <LastUsed at={row.original.last_used_at} />
      </span>
    ),
  }),
]);

function secretMadeAt(client: ClientView): number {
  const current = currentSecret(client);
  return current ? Date.parse(current.created_at) : 0;
}

function lastUsedAt(client: ClientView): number {
  return client.last_used_at ? Date.parse(client.last_used_at) : 0;
}
