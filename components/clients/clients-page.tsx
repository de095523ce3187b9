'use client';

import { Plus } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { parseAsBoolean, useQueryState } from 'nuqs';
import { useState } from 'react';
import { useClientList } from '@/components/query/client-list';
import { PageHeader } from '@/components/shell/page-header';
import { useSession } from '@/components/shell/session-context';
import { Button } from '@/components/ui/button';
import type { NewClientAnswer, NewSecretAnswer } from '@/lib/contract/portal';
import { may } from '@/lib/contract/roles';
import { ClientsList } from './clients-list';
import { CreateClientDialog } from './create-client-dialog';
import { queryOf, useListState } from './list-state';
import { NewKeyClientDialog } from './new-key-client-dialog';
import { OneTimeSecretDialog } from './one-time-secret-dialog';
import { useDebounced } from './use-debounced';

export function ClientsPage() {
  const router = useRouter();
  const { user } = useSession();
  // In the URL, so that signing in again opens the form again.
  const [creating, setCreating] = useQueryState('create', parseAsBoolean.withDefault(false));
  const [created, setCreated] = useState<NewClientAnswer | null>(null);
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

  function goOn() {
    if (created) router.push(`/clients/${created.client.client_id}`);
    setCreated(null);
  }

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
      {mayCreate ? (
        <CreateClientDialog
          open={creating}
          onClose={() => setCreating(null)}
          onCreated={(answer) => {
            setCreated(answer);
            setCreating(null);
          }}
        />
      ) : null}
      <OneTimeSecretDialog
        answer={created && withSecret(created)}
        title="Store this secret now"
        onStored={goOn}
      />
      <NewKeyClientDialog client={created?.client_secret === null ? created.client : null} onClose={goOn} />
    </>
  );
}

function withSecret({ secret_id, client_secret, ...answer }: NewClientAnswer): NewSecretAnswer | null {
  return secret_id === null || client_secret === null ? null : { ...answer, secret_id, client_secret };
}
