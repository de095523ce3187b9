import { createColumnHelper, tableFeatures } from '@tanstack/react-table';
import Link from 'next/link';
import { Copyable } from '@/components/ui/copyable';
import type { ClientSummary } from '@/lib/contract/client-list';
import { ClientStatusBadge } from './client-status-badge';
import { LastUsed } from './last-used';
import { ScopeList } from './scope-list';
import { SecretBadge } from './secret-badge';

export const clientTableFeatures = tableFeatures({});

declare module '@tanstack/react-table' {
  interface ColumnMeta<in out TFeatures, in out TData, in out TValue> {
    /** For the header and the cells of the column. */
    className?: string;
  }
}

const column = createColumnHelper<typeof clientTableFeatures, ClientSummary>();

export const clientColumns = column.columns([
  column.accessor('name', {
    header: 'Name',
    cell: ({ row }) => (
      // The link covers its row; what is clickable in the row lies above it.
      <Link
        href={`/clients/${row.original.client_id}`}
        // Fifty rows in sight would be fifty requests ahead of the one that is wanted.
        prefetch={false}
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
  column.display({
    id: 'secret',
    header: 'Secret age',
    cell: ({ row }) => <SecretBadge client={row.original} />,
  }),
  column.display({
    id: 'last_used',
    header: 'Last used',
    cell: ({ row }) => (
      <span className="whitespace-nowrap">
        <LastUsed at={row.original.last_used_at} />
      </span>
    ),
  }),
]);
