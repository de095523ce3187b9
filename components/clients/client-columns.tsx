import Link from 'next/link';
import type { ReactNode } from 'react';
import { Copyable } from '@/components/ui/copyable';
import type { ClientSummary } from '@/lib/contract/client-list';
import { ClientStatusBadge } from './client-status-badge';
import { LastUsed } from './last-used';
import { ScopeList } from './scope-list';
import { SecretBadge } from './secret-badge';

interface Column {
  id: string;
  header: string;
  cell: (client: ClientSummary) => ReactNode;
  /** For the header and the cells. */
  className?: string;
}

/** The service has searched, sorted and paged already: a table of what it answers. */
export const CLIENT_COLUMNS: Column[] = [
  {
    id: 'name',
    header: 'Name',
    cell: (client) => (
      // The link covers its row; what is clickable in the row lies above it.
      <Link
        href={`/clients/${client.client_id}`}
        // Fifty rows in sight would be fifty requests ahead of the one that is wanted.
        prefetch={false}
        className="block max-w-44 truncate 2xl:max-w-72 font-medium after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:outline-ring focus-visible:after:-outline-offset-2"
      >
        {client.name}
      </Link>
    ),
  },
  {
    id: 'client_id',
    header: 'Client ID',
    cell: (client) => (
      <Copyable
        value={client.client_id}
        label="Copy client ID"
        className="relative z-10 w-32 text-muted-foreground 2xl:w-auto"
      />
    ),
  },
  {
    id: 'status',
    header: 'Status',
    cell: (client) => <ClientStatusBadge status={client.status} />,
  },
  {
    id: 'scopes',
    header: 'Scopes',
    className: 'hidden xl:table-cell',
    cell: (client) => <ScopeList scopes={client.scopes} most={2} className="flex-nowrap" />,
  },
  {
    id: 'secret',
    header: 'Secret age',
    cell: (client) => <SecretBadge client={client} />,
  },
  {
    id: 'last_used',
    header: 'Last used',
    cell: (client) => (
      <span className="whitespace-nowrap">
        <LastUsed at={client.last_used_at} />
      </span>
    ),
  },
];
