import { ChevronLeft } from 'lucide-react';
import { Copyable } from '@/components/ui/copyable';
import { PageLink } from '@/components/ui/page-link';
import type { ClientView } from '@/lib/contract/portal';
import { ClientStatusBadge } from './client-status-badge';
import { SecretNotice } from './secret-badge';

export function ClientHeader({ client }: { client: ClientView }) {
  return (
    <header className="mb-4 flex flex-col gap-2">
      <PageLink
        href="/clients"
        className="-ml-1 inline-flex items-center gap-0.5 self-start rounded-md pr-1 text-muted-foreground text-sm hover:text-foreground"
      >
        <ChevronLeft aria-hidden className="size-4" />
        Clients
      </PageLink>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h1 className="min-w-0 break-words font-semibold text-xl tracking-tight">{client.name}</h1>
        <ClientStatusBadge status={client.status} />
        <SecretNotice client={client} />
      </div>
      <Copyable
        value={client.client_id}
        label="Copy client ID"
        className="self-start text-muted-foreground"
      />
    </header>
  );
}
