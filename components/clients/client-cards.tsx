'use client';

import Link from 'next/link';
import { Copyable } from '@/components/ui/copyable';
import type { ClientSummary } from '@/lib/contract/client-list';
import { ClientStatusBadge } from './client-status-badge';
import { LastUsed } from './last-used';
import { SecretBadge } from './secret-badge';

/** The list on phones. */
export function ClientCards({ clients }: { clients: ClientSummary[] }) {
  return (
    <ul aria-label="Clients of this tenant" className="divide-y">
      {clients.map((client) => (
        <li key={client.client_id} className="relative flex flex-col gap-2 px-4 py-3">
          <div className="flex items-start justify-between gap-3">
            <Link
              href={`/clients/${client.client_id}`}
              prefetch={false}
              className="min-w-0 truncate font-medium after:absolute after:inset-0"
            >
              {client.name}
            </Link>
            <ClientStatusBadge status={client.status} />
          </div>
          <Copyable
            value={client.client_id}
            label="Copy client ID"
            className="relative z-10 self-start text-muted-foreground"
          />
          <dl className="flex flex-wrap items-center gap-x-4 gap-y-1 text-xs">
            <div className="flex items-center gap-1.5">
              <dt className="text-muted-foreground">Secret</dt>
              <dd>
                <SecretBadge client={client} />
              </dd>
            </div>
            <div className="flex items-center gap-1.5">
              <dt className="text-muted-foreground">Last used</dt>
              <dd>
                <LastUsed at={client.last_used_at} />
              </dd>
            </div>
            <div className="flex items-center gap-1.5">
              <dt className="text-muted-foreground">Scopes</dt>
              <dd>{client.scopes.length}</dd>
            </div>
          </dl>
        </li>
      ))}
    </ul>
  );
}
