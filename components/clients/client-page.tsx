'use client';

import { useClient } from '@/components/query/clients';
import { describeError, PortalApiError } from '@/components/query/portal-api-error';
import { SubjectMissing } from '@/components/shell/subject-missing';
import { Alert } from '@/components/ui/alert';
import { Card } from '@/components/ui/card';
import { ErrorState } from '@/components/ui/error-state';
import { RequestId } from '@/components/ui/request-id';
import { ClientBody, usePreloadedBody } from './client-body';
import { ClientHeader } from './client-header';
import { ClientSkeleton } from './client-skeleton';

export function ClientPage({ clientId }: { clientId: string }) {
  const client = useClient(clientId);
  usePreloadedBody();
  if (client.error instanceof PortalApiError && client.error.status === 404)
    return <SubjectMissing what="client" />;
  if (client.isPending) return <ClientSkeleton />;
  if (!client.data) {
    return (
      <Card>
        <ErrorState
          heading="h1"
          title="This client could not be loaded"
          {...describeError(client.error)}
          retrying={client.isFetching}
          onRetry={() => client.refetch()}
        />
      </Card>
    );
  }
  return (
    <>
      <ClientHeader client={client.data.client} />
      {client.error ? <StaleNotice error={client.error} /> : null}
      <ClientBody client={client.data.client} />
    </>
  );
}

function StaleNotice({ error }: { error: Error }) {
  const { description, requestId } = describeError(error);
  return (
    <Alert variant="soon" className="mb-4">
      What you see may be out of date. {description}
      {requestId ? <RequestId value={requestId} className="ml-1 text-soon" /> : null}
    </Alert>
  );
}
