import type { ClientSummary } from '@/lib/contract/client-list';
import type { ClientView } from '@/lib/contract/portal';

export type KeyHolder = Pick<ClientView, 'jwks' | 'jwks_uri'> | Pick<ClientSummary, 'has_keys'>;

/** Whether it may authenticate by private_key_jwt. */
export const hasKeys = (client: KeyHolder): boolean =>
  'has_keys' in client ? client.has_keys : client.jwks !== null || client.jwks_uri !== null;
