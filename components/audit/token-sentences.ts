import type { ActivityEvent } from '@/lib/contract/portal';
import { APP_REFUSALS } from './app-sentences';
import { refusedSecretWords } from './diagnosis-words';
import type { Sentences, Told } from './words';

/** Why a token was refused, in words; the caller was told less. */
const REFUSALS: Record<string, string> = {
  unknown_client: 'no client has this ID',
  proof_of_key_missing: 'the token is bound to a key, and came without its proof',
  bound_to_another_key: 'the token is bound to another key: it may be stolen',
  wrong_secret: 'the secret was wrong',
  secret_expired: 'the secret has expired',
  secret_retired: 'the secret was retired',
  secrets_not_allowed: 'the tenant allows no shared secrets',
  no_keys: 'the client has no registered keys',
  assertion_invalid: 'the assertion is not a signed JWT with all its claims',
  assertion_key_unknown: 'the assertion names a key that is not registered',
  assertion_signature_wrong: 'the assertion’s signature does not hold',
  assertion_audience_wrong: 'the assertion is meant for another address',
  assertion_expired: 'the assertion has expired',
  assertion_not_yet_valid: 'the assertion is not valid yet',
  assertion_too_long: 'the assertion is valid for too long',
  assertion_replayed: 'the assertion was used before',
  client_disabled: 'the client is disabled',
  tenant_suspended: 'the tenant is suspended',
  invalid_scope: 'a scope was asked for that the client does not have',
  invalid_target: 'a resource was asked for that the client may not ask for',
  unauthorized_client: 'its profile gets tokens at the other address',
  invalid_dpop_proof: 'the DPoP proof is missing or wrong',
  invalid_request: 'the request was malformed',
  ...APP_REFUSALS,
};

export const TOKEN_SENTENCES: Sentences<'tokens'> = {
  'token.issued': ({ detail }) => issued(detail),
  'token.refused': (event) => `Token refused: ${reasonWords(event)}`,
  'token.limited': ({ detail }) => `Too many token requests${perMinute(detail.limit)}`,
  'token.revoked': () => 'Revoked one of its tokens',
  'introspect.refused': (event) => `Introspection refused: ${reasonWords(event)}`,
  'introspect.limited': ({ detail }) => `Too many introspection requests${perMinute(detail.limit)}`,
  'userinfo.refused': (event) => `Userinfo refused: ${reasonWords(event)}`,
  'userinfo.limited': ({ detail }) => `Too many userinfo requests${perMinute(detail.limit)}`,
  'revoke.refused': (event) => `Revocation refused: ${reasonWords(event)}`,
  'revoke.limited': ({ detail }) => `Too many revocation requests${perMinute(detail.limit)}`,
};

function issued({ scope, audience, method, profile, jkt }: ActivityEvent['detail']): string {
  const kind = profile === 'opencrvs' ? 'OpenCRVS token' : jkt === undefined ? 'Token' : 'DPoP-bound token';
  return [
    `${kind} issued`,
    typeof scope === 'string' && scope ? ` for ${scope}` : '',
    typeof audience === 'string' ? ` at ${audience}` : '',
    method === 'private_key_jwt' ? ', by its key' : '',
  ].join('');
}

/** @param special where the same reason means something else */
export function reasonWords(event: Told, special: Record<string, string> = {}): string {
  const { reason } = event.detail;
  if (typeof reason !== 'string') return 'no reason was recorded';
  if (reason === 'network_not_allowed') return `not from an allowed network, but from ${event.address}`;
  const known = special[reason] ?? REFUSALS[reason] ?? reason.replaceAll('_', ' ');
  const saysMore = reason === 'wrong_secret' || reason === 'secret_retired' || reason === 'secret_expired';
  return (saysMore && refusedSecretWords(event)) || known;
}

export function perMinute(limit: unknown): string {
  return typeof limit === 'number' ? `: more than ${limit} a minute` : '';
}
