import { exactTime } from '@/components/ui/exact-time';
import { OVERLAPS } from '@/lib/contract/rotation-terms';
import { diagnosisIn, testedWords } from './diagnosis-words';
import { perMinute, reasonWords } from './token-sentences';
import { fieldNames, type Sentences } from './words';

/** Where the same reason means something else. */
const SELF_ROTATION_REFUSALS: Record<string, string> = {
  forbidden: 'the tenant does not let clients do it',
  invalid_request: 'another rotation came first or is under way',
};

const MANAGEMENT_REFUSALS: Record<string, string> = {
  insufficient_scope: 'the token does not have the scope for it',
  forbidden: 'it would have given more than the client has itself, or is for people to do',
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

const MCP_REFUSALS: Record<string, string> = {
  ...MANAGEMENT_REFUSALS,
  forbidden: 'the role, or what the client has itself, does not allow it',
  wrong_audience: 'the token is for another API',
  app_not_allowed: 'the app may not be used for it',
};

export const CLIENT_SENTENCES: Sentences<'clients' | 'secrets'> = {
  'client.created': () => 'Created the client',
  'client.updated': ({ detail }) => `Changed ${fieldNames(detail.after, FIELDS, 'the client')}`,
  'client.disabled': () => 'Disabled the client',
  'client.enabled': () => 'Enabled the client',
  'client.deleted': ({ detail: { name } }) =>
    typeof name === 'string' ? `Deleted the client ${name}` : 'Deleted the client',
  'client.tokens_ended': () => 'Ended all its tokens',
  'management.refused': (event) => `Management API refused: ${reasonWords(event, MANAGEMENT_REFUSALS)}`,
  'management.limited': ({ detail }) => `Too many calls of the management API${perMinute(detail.limit)}`,
  'mcp.refused': (event) => `MCP server refused: ${reasonWords(event, MCP_REFUSALS)}`,
  'mcp.limited': ({ detail }) => `Too many calls of the MCP server${perMinute(detail.limit)}`,
  'secret.rotated': ({ detail }) =>
    detail.unused_secret_id !== undefined
      ? 'Made a secret again: the answer with the one before was lost'
      : detail.old_secret_id === undefined
        ? 'Made a secret'
        : `Rotated the secret${overlapWords(detail.overlap_seconds)}${detail.by === 'mcp' ? ', by the MCP server' : ''}`,
  'secret.self_rotated': ({ detail }) => `Rotated its own secret${untilWords(detail.old_expires_at)}`,
  'secret.retired': () => 'Retired the old secret',
  'secret.retired_by_report': () => 'Retired the secret that was reported as published',
  'secret.tokens_ended': () => 'Ended the tokens of one secret',
  'secret.exposed': ({ detail }) =>
    detail.where === 'report'
      ? 'A secret scanner found the secret published: rotate it'
      : 'Secret sent in a URL: rotate it',
  'secret.tested': (event) => `Tested a secret: ${testedWords(diagnosisIn(event), event.at)}`,
  'secret.overlap_extended': ({ detail }) =>
    `Gave the old secret more time${untilWords(detail.after, 'until')}`,
  'secrets.exported': ({ detail: { from, to } }) =>
    typeof from === 'string' && typeof to === 'string'
      ? `Exported the secrets from ${from} to ${to}`
      : 'Exported the secrets',
  'rotation.cancelled': () => 'Cancelled the rotation',
  'self_rotation.refused': (event) =>
    `Rotation by itself refused: ${reasonWords(event, SELF_ROTATION_REFUSALS)}`,
  'self_rotation.limited': ({ detail }) => `Too many rotations by itself${perMinute(detail.limit)}`,
};

function overlapWords(seconds: unknown): string {
  if (seconds === 0) return ', ending the old one at once';
  const overlap = OVERLAPS.find((choice) => choice.seconds === seconds);
  return overlap ? `, keeping the old one for ${overlap.label}` : '';
}

function untilWords(instant: unknown, words = 'keeping the old one until'): string {
  if (typeof instant !== 'string' || Number.isNaN(Date.parse(instant))) return '';
  return `, ${words} ${exactTime(instant)}`;
}
