import { expect, it } from 'vitest';
import { activitySentence } from './activity-sentence';

it.each([
  ['token.issued', { scope: 'claims:read' }, 'Token issued for claims:read'],
  [
    'token.issued',
    { scope: 'claims:read', audience: 'https://a.test', jkt: 'x', method: 'private_key_jwt' },
    'DPoP-bound token issued for claims:read at https://a.test, by its key',
  ],
  ['token.issued', { scope: 'health', profile: 'opencrvs' }, 'OpenCRVS token issued for health'],
  ['token.refused', { reason: 'secret_retired' }, 'Token refused: the secret was retired'],
  [
    'token.refused',
    { reason: 'network_not_allowed' },
    'Token refused: not from an allowed network, but from 10.0.0.7',
  ],
  ['token.refused', { reason: 'assertion_replayed' }, 'Token refused: the assertion was used before'],
  ['token.refused', { reason: 'moon_phase' }, 'Token refused: moon phase'],
  ['secret.rotated', { overlap_seconds: 0 }, 'Rotated the secret, ending the old one at once'],
  ['secret.rotated', { overlap_seconds: 604_800 }, 'Rotated the secret, keeping the old one for 7 days'],
  [
    'secret.self_rotated',
    { old_expires_at: '2026-03-02T12:00:00Z' },
    expect.stringMatching(/^Rotated its own secret, keeping the old one until \d+ Mar 2026, /),
  ],
  [
    'self_rotation.refused',
    { reason: 'invalid_request' },
    'Rotation by itself refused: another rotation came first or is under way',
  ],
  ['secret.exposed', { where: 'url' }, 'Secret sent in a URL: rotate it'],
  ['secret.exposed', { where: 'report' }, 'A secret scanner found the secret published: rotate it'],
  ['client.updated', { after: { name: 'B', scopes: [] } }, 'Changed name and scopes'],
  [
    'client.updated',
    { after: { token_life_seconds: 60, jwks: null, jwks_uri: 'https://a.test' } },
    'Changed token life and keys',
  ],
  ['token.limited', { limit: 60 }, 'Too many token requests: more than 60 a minute'],
  [
    'userinfo.refused',
    { reason: 'bound_to_another_key' },
    'Userinfo refused: the token is bound to another key: it may be stolen',
  ],
  ['userinfo.limited', { limit: 600 }, 'Too many userinfo requests: more than 600 a minute'],
  ['client.moved_house', {}, 'Client moved house'],
])('%s %j reads “%s”', (action, detail, sentence) => {
  expect(activitySentence({ action, detail, address: '10.0.0.7' })).toEqual(sentence);
});
