import { exactTime } from '@/components/ui/exact-time';
import type { ActivityEvent } from '@/lib/contract/portal';
import { OVERLAPS } from '@/lib/contract/portal';
import { APP_REFUSALS, APP_SENTENCES } from './app-sentences';

type Event = Pick<ActivityEvent, 'action' | 'detail' | 'address'>;

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

/** Where the same reason means something else. */
const SELF_ROTATION_REFUSALS: Record<string, string> = {
  forbidden: 'the tenant does not let clients do it',
  invalid_request: 'another rotation came first or is under way',
};

/** The fields of a client, as people call them. */
const FIELDS: Record<string, string> = {
  profile: 'token profile',
  opencrvs_issuer: 'issuer',
  opencrvs_audience: 'audience',
  token_life_seconds: 'token life',
  token_typ: 'token type',
  dpop_bound_access_tokens: 'DPoP',
  allowed_networks: 'allowed networks',
  resources: 'audiences',
  jwks: 'keys',
  jwks_uri: 'keys',
};

const SENTENCES: Record<string, (event: Event) => string> = {
  'token.issued': ({ detail }) => issued(detail),
  'token.refused': (event) => `Token refused: ${worded(event)}`,
  'introspect.refused': (event) => `Introspection refused: ${worded(event)}`,
  'userinfo.refused': (event) => `Userinfo refused: ${worded(event)}`,
  'revoke.refused': (event) => `Revocation refused: ${worded(event)}`,
  'self_rotation.refused': (event) => `Rotation by itself refused: ${worded(event, SELF_ROTATION_REFUSALS)}`,
  'token.limited': ({ detail }) => `Too many token requests${perMinute(detail.limit)}`,
  'introspect.limited': ({ detail }) => `Too many introspection requests${perMinute(detail.limit)}`,
  'userinfo.limited': ({ detail }) => `Too many userinfo requests${perMinute(detail.limit)}`,
  'revoke.limited': ({ detail }) => `Too many revocation requests${perMinute(detail.limit)}`,
  'self_rotation.limited': ({ detail }) => `Too many rotations by itself${perMinute(detail.limit)}`,
  'tenant.onboarded': () => 'Created with the tenant',
  'client.created': () => 'Created the client',
  'client.updated': ({ detail }) => `Changed ${changedNames(detail.after)}`,
  'client.disabled': () => 'Disabled the client',
  'client.enabled': () => 'Enabled the client',
  'client.deleted': () => 'Deleted the client',
  'client.tokens_ended': () => 'Ended all its tokens',
  'token.revoked': () => 'Revoked one of its tokens',
  'secret.created': () => 'Made a secret',
  'secret.rotated': ({ detail }) => `Rotated the secret${overlapWords(detail.overlap_seconds)}`,
  'secret.self_rotated': ({ detail }) => `Rotated its own secret${untilWords(detail.old_expires_at)}`,
  'secret.retired': () => 'Retired the old secret',
  'secret.retired_by_report': () => 'Retired the secret that was reported as published',
  'secret.tokens_ended': () => 'Ended the tokens of one secret',
  'secret.exposed': ({ detail }) =>
    detail.where === 'report'
      ? 'A secret scanner found the secret published: rotate it'
      : 'Secret sent in a URL: rotate it',
  'rotation.cancelled': () => 'Cancelled the rotation',
  'secret.overlap_extended': ({ detail }) =>
    `Gave the old secret more time${untilWords(detail.after, 'until')}`,
  'secrets.exported': ({ detail }) => `Exported the secrets from ${detail.from} to ${detail.to}`,
};

/** "Token refused: the secret was wrong". Actions this page does not know yet are spelled out. */
export function activitySentence(event: Event): string {
  const sentence = SENTENCES[event.action];
  if (sentence) return sentence(event);
  return APP_SENTENCES[event.action]?.(event.detail) ?? spelled(event.action);
}

function issued({ scope, audience, method, profile, jkt }: ActivityEvent['detail']): string {
  const kind = profile === 'opencrvs' ? 'OpenCRVS token' : jkt === undefined ? 'Token' : 'DPoP-bound token';
  return [
    `${kind} issued`,
    typeof scope === 'string' && scope ? ` for ${scope}` : '',
    typeof audience === 'string' ? ` at ${audience}` : '',
    method === 'private_key_jwt' ? ', by its key' : '',
  ].join('');
}

function worded({ detail: { reason }, address }: Event, special: Record<string, string> = {}): string {
  if (typeof reason !== 'string') return 'no reason was recorded';
  if (reason === 'network_not_allowed') return `not from an allowed network, but from ${address}`;
  return special[reason] ?? REFUSALS[reason] ?? reason.replaceAll('_', ' ');
}

function perMinute(limit: unknown): string {
  return typeof limit === 'number' ? `: more than ${limit} a minute` : '';
}

function changedNames(after: unknown): string {
  const fields = typeof after === 'object' && after !== null ? Object.keys(after) : [];
  const names = [...new Set(fields.map((field) => FIELDS[field] ?? field))];
  if (names.length === 0) return 'the client';
  return new Intl.ListFormat('en-GB').format(names);
}

function overlapWords(seconds: unknown): string {
  if (seconds === 0) return ', ending the old one at once';
  const overlap = OVERLAPS.find((choice) => choice.seconds === seconds);
  return overlap ? `, keeping the old one for ${overlap.label}` : '';
}

function untilWords(instant: unknown, words = 'keeping the old one until'): string {
  if (typeof instant !== 'string' || Number.isNaN(Date.parse(instant))) return '';
  return `, ${words} ${exactTime(instant)}`;
}

function spelled(action: string): string {
  const words = action.replace(/[._]/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
