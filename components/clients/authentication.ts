import type { ClientView } from '@/lib/contract/portal';

/** Whether it may authenticate by private_key_jwt. */
export const hasKeys = ({ jwks, jwks_uri }: Pick<ClientView, 'jwks' | 'jwks_uri'>): boolean =>
  jwks !== null || jwks_uri !== null;
