import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newClientSecret, secretDigest } from './secret';
import { diagnose, digestsToLookUp, type KnownSecret } from './secret-diagnosis';

const pepper = new Uint8Array(32).fill(7);
const now = Date.parse('2026-03-01T12:00:00Z');
const DAY = 86_400_000;
const asked = { clientId: 'client_a', tenantId: 'ten_a', environment: 'live', now };

const secret = newClientSecret('live');
const known = (change: Partial<KnownSecret> = {}, text = secret): KnownSecret => ({
  digest: secretDigest(text, pepper),
  secretId: 'sec_1',
  clientId: 'client_a',
  tenantId: 'ten_a',
  expiresAt: null,
  retiredAt: null,
  superseded: false,
  outlived: false,
  ...change,
});
const verdictOf = (presented: string, ...stored: KnownSecret[]) => diagnose(presented, asked, stored, pepper);

describe('what a presented secret was', () => {
  const ago = new Date(now - 3 * DAY);
  it.each<[string, Partial<KnownSecret>]>([
    ['current', {}],
    ['old', { superseded: true, expiresAt: new Date(now + DAY) }],
    ['expired', { expiresAt: ago }],
    ['retired', { retiredAt: ago }],
    ['cancelled', { retiredAt: ago, outlived: true }],
  ])('%s', (state, change) => {
    const since = state === 'current' || state === 'old' ? {} : { since: ago.toISOString() };
    expect(verdictOf(secret, known(change))).toEqual({
      ...{ verdict: state, matches: state, secret_id: 'sec_1', client_id: 'client_a' },
      ...since,
    });
  });

  it.each([
    [`${secret}\n`, 'whitespace'],
    [` ${secret}`, 'whitespace'],
    [`${secret.slice(0, 20)}\r\n ${secret.slice(20)}`, 'whitespace'],
    [`${secret}\u200B`, 'whitespace'],
    [`"${secret}"`, 'quotes'],
    [`'${secret}'\n`, 'quotes'],
    [`\u201C${secret}\u201D,`, 'quotes'],
    [encodeURIComponent(secret).replaceAll('_', '%5F'), 'percent_encoded'],
    [secret.replaceAll('_', '%255F'), 'percent_encoded'],
    [`${secret}%0A`, 'percent_encoded'],
    [`%22${secret}%22`, 'percent_encoded'],
  ])('%j, but for %s', (presented, verdict) =>
    expect(verdictOf(presented, known())).toMatchObject({ verdict, matches: 'current' }),
  );

  it('another client’s of the tenant; of another tenant no more than unknown', () => {
    expect(verdictOf(secret, known({ clientId: 'client_b' }))).toMatchObject({
      verdict: 'another_clients',
      client_id: 'client_b',
    });
    expect(verdictOf(`${secret} `, known({ clientId: 'client_b', tenantId: 'ten_b' }))).toEqual({
      verdict: 'unknown',
    });
    expect(verdictOf(secret)).toEqual({ verdict: 'unknown' });
  });

  it('whose it is, asked without a client', () =>
    expect(
      diagnose(secret, { ...asked, clientId: undefined }, [known({ clientId: 'client_b' })], pepper),
    ).toMatchObject({ verdict: 'current', client_id: 'client_b' }));

  it.each([
    [
      newClientSecret('staging'),
      { verdict: 'other_environment', environment: 'staging', expected_environment: 'live' },
    ],
    [`${secret.slice(0, -1)}${secret.endsWith('x') ? 'y' : 'x'}`, { verdict: 'checksum' }],
    [secret.slice(0, 30), { verdict: 'truncated' }],
    ['gcs_live', { verdict: 'truncated' }],
    // The word of a text that is no secret could be anything, a password included.
    ['gcs_hunter2_abc', { verdict: 'truncated' }],
    ['client_0000000000000000000000', { verdict: 'not_a_secret' }],
    ['hunter2', { verdict: 'not_a_secret' }],
  ])('by its form: %j', (presented, verdict) => expect(verdictOf(presented)).toEqual(verdict));

  it('takes any text, in bounded work, and never says a part of it (property)', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 2000 }), (text) => {
        expect(digestsToLookUp(text, pepper).length).toBeLessThanOrEqual(6);
        const { verdict, ...rest } = verdictOf(text, known());
        expect(['not_a_secret', 'truncated', 'checksum', 'unknown']).toContain(verdict);
        expect(rest).toEqual({});
      }),
    );
  });
});
