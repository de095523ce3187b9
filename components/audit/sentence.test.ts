import { expect, it } from 'vitest';
import { AUDIT_ACTIONS } from '@/lib/contract/audit-actions';
import { auditSentence } from './sentence';

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
  [
    'secret.rotated',
    { old_secret_id: 'sec_1', overlap_seconds: 0 },
    'Rotated the secret, ending the old one at once',
  ],
  [
    'secret.rotated',
    { old_secret_id: 'sec_1', overlap_seconds: 604_800 },
    'Rotated the secret, keeping the old one for 7 days',
  ],
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
  [
    'member.changed',
    { user_email: 'a@b.test', before: { role: 'viewer' }, after: { role: 'admin' } },
    'Changed the role of a@b.test from viewer to admin',
  ],
])('%s %j reads “%s”', (action, detail, sentence) => {
  expect(auditSentence({ action, detail, address: '10.0.0.7', at: '2026-03-01T12:00:00.000Z' })).toEqual(
    sentence,
  );
});

it.each([
  [
    { verdict: 'retired', matches: 'retired', since: '2026-02-26T12:00:00.000Z' },
    'a secret of the client that was retired 3 days before',
  ],
  [
    { verdict: 'whitespace', matches: 'current' },
    'the client’s current secret, with a blank or line break in it',
  ],
  [{ verdict: 'other_environment', environment: 'staging' }, 'a secret of another environment (staging)'],
  [{ verdict: 'another_clients', matches: 'old' }, 'another client’s old secret, which still works'],
  [{ verdict: 'unknown' }, 'no secret that this tenant ever had'],
])('a wrong secret is named: %j', (diagnosis, words) => {
  const event = { action: 'token.refused', address: '10.0.0.7', at: '2026-03-01T12:00:00.000Z' };
  expect(auditSentence({ ...event, detail: { reason: 'wrong_secret', diagnosis } })).toBe(
    `Token refused: it sent ${words}`,
  );
});

it.each(AUDIT_ACTIONS)('%s has a sentence of its own, whatever its row holds', (action) => {
  const event = { action, address: '10.0.0.7', at: '2026-03-01T12:00:00.000Z' };
  for (const detail of [{}, { before: null, after: 7, email: {}, reason: [], limit: 'x' }]) {
    const sentence = auditSentence({ ...event, detail });
    expect(sentence).toMatch(/^[A-Z].{5,}/);
    expect(sentence).not.toMatch(/undefined|null|\[object/);
  }
});
