'use client';

import { useSession } from '@/components/shell/session-context';
import type { ClientView } from '@/lib/contract/portal';
import { may } from '@/lib/contract/roles';
import { EditClientCard } from './edit-client-card';
import { EndTokensZone } from './end-tokens-zone';
import { StatusZone } from './status-zone';

export function SettingsTab({ client }: { client: ClientView }) {
  const { user } = useSession();
  return (
    <div className="flex max-w-2xl flex-col gap-5">
      <EditClientCard client={client} />
      {may(user.role, 'client:disable') ? (
        <>
          <EndTokensZone client={client} />
          <StatusZone client={client} />
        </>
      ) : null}
    </div>
  );
}
