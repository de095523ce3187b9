'use client';

import { KeyRound, SearchX } from 'lucide-react';
import { type ReactNode, useMemo } from 'react';
import { useClients } from '@/components/query/clients';
import { describeError } from '@/components/query/portal-api-error';
import { useMaxAgeDays } from '@/components/query/secret-policy';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { serverNow } from '@/components/ui/server-clock';
import type { ClientView } from '@/lib/contract/portal';
import { ClientCards } from './client-cards';
import { ClientsPager } from './clients-pager';
import { ClientsSkeleton } from './clients-skeleton';
import { ClientsTable } from './clients-table';
import { ClientsToolbar } from './clients-toolbar';
import { filterClients } from './filter-clients';
import { useListState } from './list-state';
import { useClientsTable } from './use-clients-table';
import { useMediaQuery } from './use-media-query';

export function ClientsList({ createButton }: { createButton: ReactNode }) {
  const clients = useClients();
  return <Card className="overflow-hidden">{content()}</Card>;

  function content() {
    if (clients.isPending) return <ClientsSkeleton />;
    if (!clients.data) {
      const { description, requestId } = describeError(clients.error);
      return (
        <ErrorState
          title="The clients could not be loaded"
          description={description}
          requestId={requestId}
          retrying={clients.isFetching}
          onRetry={() => clients.refetch()}
        />
      );
    }
    if (clients.data.clients.length === 0) {
      return (
        <EmptyState
          icon={KeyRound}
          title="No clients yet"
          description="A client is one system that calls the Gooclaim API, such as a claims intake or a webhook receiver. Create the first one to get its ID and its secret."
          action={createButton}
        />
      );
    }
    return <FullList clients={clients.data.clients} />;
  }
}

function FullList({ clients }: { clients: ClientView[] }) {
  const [state, setState] = useListState();
  const maxAgeDays = useMaxAgeDays();
  const shown = useMemo(
    () => filterClients(clients, state.q, state.status, serverNow(), maxAgeDays),
    [clients, state.q, state.status, maxAgeDays],
  );
  const table = useClientsTable(shown, state);
  const wide = useMediaQuery('(min-width: 768px)');
  return (
    <>
      <ClientsToolbar state={state} setState={setState} />
      {shown.length === 0 ? (
        <EmptyState
          icon={SearchX}
          title="No client matches"
          description="Change the search or the filter."
          action={
            <Button
              variant="outline"
              size="sm"
              onClick={() => setState({ q: null, status: null, page: null })}
            >
              Show all clients
            </Button>
          }
        />
      ) : wide ? (
        <ClientsTable table={table} state={state} setState={setState} />
      ) : (
        <ClientCards table={table} />
      )}
      <ClientsPager
        total={clients.length}
        shown={shown.length}
        page={table.state.pagination.pageIndex + 1}
        setState={setState}
      />
    </>
  );
}
