import type { ClientView } from '@/lib/contract/portal';
import { DeleteClientZone } from './delete-client-zone';
import { EndTokensZone } from './end-tokens-zone';
import { StatusZone } from './status-zone';

export function DangerTab({ client }: { client: ClientView }) {
  return (
    <div className="flex max-w-2xl flex-col gap-5">
      <EndTokensZone client={client} />
      <StatusZone client={client} />
      <DeleteClientZone client={client} />
    </div>
  );
}
