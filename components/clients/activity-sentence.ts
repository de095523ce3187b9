import type { ActivityEvent } from '@/lib/contract/portal';
import { OVERLAPS } from '@/lib/contract/portal';

type Detail = ActivityEvent['detail'];

/** Why a token was refused, in words; the caller was told less. */
const REFUSALS: Record<string, string> = {
  unknown_client: 'no client has this ID',
  wrong_secret: 'the secret was wrong',
  secret_expired: 'the secret has expired',
  secret_retired: 'the secret was retired',
  client_disabled: 'the client is disabled',
  tenant_suspended: 'the tenant is suspended',
  invalid_scope: 'a scope was asked for that the client does not have',
};

const SENTENCES: Record<string, (detail: Detail) => string> = {
  'token.issued': ({ scope }) =>
    typeof scope === 'string' && scope ? `Token issued for ${scope}` : 'Token issued',
  'token.refused': ({ reason }) => `Token refused: ${worded(reason)}`,
  'introspect.refused': ({ reason }) => `Introspection refused: ${worded(reason)}`,
  'revoke.refused': ({ reason }) => `Revocation refused: ${worded(reason)}`,
  'token.limited': ({ limit }) => `Too many token requests${perMinute(limit)}`,
  'introspect.limited': ({ limit }) => `Too many introspection requests${perMinute(limit)}`,
  'tenant.onboarded': () => 'Created with the tenant',
  'client.created': () => 'Created the client',
  'client.updated': ({ after }) => `Changed ${changedNames(after)}`,
  'client.disabled': () => 'Disabled the client',
  'client.enabled': () => 'Enabled the client',
  'client.tokens_ended': () => 'Ended all its tokens',
  'token.revoked': () => 'Revoked one of its tokens',
  'secret.created': () => 'Made a secret',
  'secret.rotated': ({ overlap_seconds }) => `Rotated the secret${overlapWords(overlap_seconds)}`,
  'secret.retired': () => 'Retired the old secret',
  'secret.exposed': () => 'Secret sent in a URL: rotate it',
  'rotation.cancelled': () => 'Cancelled the rotation',
};

/** "Token refused: the secret was wrong". Actions this page does not know yet are spelled out. */
export function activitySentence({ action, detail }: Pick<ActivityEvent, 'action' | 'detail'>): string {
  const sentence = SENTENCES[action];
  return sentence ? sentence(detail) : spelled(action);
}

function worded(reason: unknown): string {
  if (typeof reason !== 'string') return 'no reason was recorded';
  return REFUSALS[reason] ?? reason.replaceAll('_', ' ');
}

function perMinute(limit: unknown): string {
  return typeof limit === 'number' ? `: more than ${limit} a minute` : '';
}

function changedNames(after: unknown): string {
  const names = typeof after === 'object' && after !== null ? Object.keys(after) : [];
  return names.length > 0 ? names.join(' and ') : 'the client';
}

function overlapWords(seconds: unknown): string {
  if (seconds === 0) return ', ending the old one at once';
  const overlap = OVERLAPS.find((choice) => choice.seconds === seconds);
  return overlap ? `, keeping the old one for ${overlap.label}` : '';
}

function spelled(action: string): string {
  const words = action.replace(/[._]/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
