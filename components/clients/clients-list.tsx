'use client';

import { KeyRound, SearchX } from 'lucide-react';
import type { ReactNode } from 'react';
import type { useClientList } from '@/components/query/client-list';
import { describeError } from '@/components/query/portal-api-error';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { cn } from '@/components/ui/cn';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { useMediaQuery } from '@/components/ui/use-media-query';
import type { ClientList } from '@/lib/contract/client-list';
import { ClientCards } from './client-cards';
import { ClientsPager } from './clients-pager';
import { ClientsSkeleton } from './clients-skeleton';
import { ClientsTable } from './clients-table';
import { ClientsToolbar } from './clients-toolbar';
import type { ListState, SetListState } from './list-state';

export function ClientsList({
  clients,
  state,
  setState,
  createButton,
}: {
  clients: ReturnType<typeof useClientList>;
  state: ListState;
  setState: SetListState;
  createButton: ReactNode;
}) {
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
    if (clients.data.counts.all === 0) {
      return (
        <EmptyState
          icon={KeyRound}
          title="No clients yet"
          description="A client is one system that calls the Gooclaim API, such as a claims intake or a webhook receiver. Create the first one to get its ID and its secret."
          action={createButton}
        />
      );
    }
    return (
      <FullList list={clients.data} waiting={clients.isPlaceholderData} state={state} setState={setState} />
    );
  }
}

function FullList({
  list,
  waiting,
  state,
  setState,
}: {
  list: ClientList;
  /** The rows are those of the question before. */
  waiting: boolean;
  state: ListState;
  setState: SetListState;
}) {
  const wide = useMediaQuery('(min-width: 768px)');
  return (
    <>
      <ClientsToolbar state={state} setState={setState} counts={list.counts} />
      <div aria-busy={waiting} className={cn('transition-opacity duration-100', waiting && 'opacity-60')}>
        {list.matching === 0 ? (
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
          <ClientsTable clients={list.clients} state={state} setState={setState} />
        ) : (
          <ClientCards clients={list.clients} />
        )}
      </div>
      <ClientsPager total={list.counts.all} shown={list.matching} page={list.page} setState={setState} />
    </>
  );
}
