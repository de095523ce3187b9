'use client';

import { Plus } from 'lucide-react';
import { parseAsBoolean, useQueryState } from 'nuqs';
import { useClientList } from '@/components/query/client-list';
import { PageHeader } from '@/components/shell/page-header';
import { useSession } from '@/components/shell/session-context';
import { Button } from '@/components/ui/button';
import { isOpen, lazyDialog } from '@/components/ui/lazy-dialog';
import { useDebounced } from '@/components/ui/use-debounced';
import { may } from '@/lib/contract/roles';
import { ClientsList } from './clients-list';
import { queryOf, useListState } from './list-state';

const ClientCreation = lazyDialog(async () => (await import('./client-creation')).ClientCreation, isOpen);

export function ClientsPage() {
  const { user } = useSession();
  // In the URL, so that signing in again opens the form again.
  const [creating, setCreating] = useQueryState('create', parseAsBoolean.withDefault(false));
  const [state, setState] = useListState();
  const q = useDebounced(state.q);
  const clients = useClientList(queryOf({ ...state, q }));
  const mayCreate = may(user.role, 'client:create');
  // The empty list asks for it in the middle of the page; twice would be once too often.
  const empty = clients.data?.counts.all === 0;
  const createButton = (
    <Button data-page-create onClick={() => setCreating(true)}>
      <Plus aria-hidden />
      Create client
    </Button>
  );

  return (
    <>
      <PageHeader
        title="Clients"
        description="The systems that get tokens, each with a secret or a key of its own."
        actions={mayCreate && !empty ? createButton : null}
      />
      <ClientsList
        clients={clients}
        state={state}
        setState={setState}
        createButton={mayCreate ? createButton : null}
      />
      {mayCreate ? <ClientCreation open={creating} onClose={() => setCreating(null)} /> : null}
    </>
  );
}
