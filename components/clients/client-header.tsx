import { SubjectHeader } from '@/components/shell/subject-header';
import type { ClientView } from '@/lib/contract/portal';
import { ClientStatusBadge } from './client-status-badge';
import { SecretNotice } from './secret-badge';

export function ClientHeader({ client }: { client: ClientView }) {
  return (
    <SubjectHeader
      what="client"
      title={client.name}
      tabTitle={client.name}
      state={
        <>
          <ClientStatusBadge status={client.status} />
          <SecretNotice client={client} />
        </>
      }
      id={client.client_id}
      idLabel="client ID"
    />
  );
}
