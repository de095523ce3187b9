import type { ClientView } from '@/lib/contract/portal';
import type { Filter } from './list-state';
import { needsAttention } from './secret-age';

export function filterClients(
  clients: ClientView[],
  text: string,
  filter: Filter,
  now: number,
  maxAgeDays: number | null,
): ClientView[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return clients.filter((client) => {
    if (filter === 'attention' && !needsAttention(client, now, maxAgeDays)) return false;
    if ((filter === 'active' || filter === 'disabled') && client.status !== filter) return false;
    const searched = [client.name, client.client_id, client.description, ...client.scopes]
      .join('\n')
      .toLowerCase();
    return words.every((word) => searched.includes(word));
  });
}
