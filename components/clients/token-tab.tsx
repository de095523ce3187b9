import type { ClientView } from '@/lib/contract/portal';
import { EditClientCard } from './edit-client-card';
import { NetworksCard } from './networks-card';
import { TokenCard } from './token-card';

export function TokenTab({ client }: { client: ClientView }) {
  return (
    <div className="flex max-w-2xl flex-col gap-5">
      <EditClientCard client={client} />
      <TokenCard client={client} />
      <NetworksCard client={client} />
    </div>
  );
}
