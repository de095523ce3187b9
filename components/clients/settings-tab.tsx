'use client';

import { useSession } from '@/components/shell/session-context';
import type { ClientView } from '@/lib/contract/portal';
import { EditClientCard } from './edit-client-card';
import { may } from './permissions';
import { StatusZone } from './status-zone';

export function SettingsTab({ client }: { client: ClientView }) {
  const { user } = useSession();
  return (
    <div className="flex max-w-2xl flex-col gap-5">
      <EditClientCard client={client} />
      {may(user.role, 'disable') ? <StatusZone client={client} /> : null}
    </div>
  );
}
