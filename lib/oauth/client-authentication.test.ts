import { describe, expect, it } from 'vitest';
import { authenticateClient, readCredentials } from './client-authentication';
import { clientRecord } from './client-record.fixture';
import { OAuthError } from './errors';
import { Parameters } from './parameters';
import type { ClientRecord } from './ports';
import { secretDigest } from './secret';

const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;
const none = Parameters.fromForm('');

const read = (authorization: string | null, parameters = none) => {
  try {
    return readCredentials(authorization, parameters);
  } catch (cause) {
    if (OAuthError.is(cause))
      return `${cause.status} ${cause.code} ${cause.headers['WWW-Authenticate'] ?? ''}`.trim();
    throw cause;
  }
};

describe('readCredentials', () => {
  it('finds none, a pair in the body, and a pair in the header', () => {
    expect(read(null)).toBeUndefined();
    expect(read(null, Parameters.fromForm('client_id=a&client_secret=b'))).toMatchObject({
      clientId: 'a',
      clientSecret: 'b',
    });
    expect(read(basic('a:b:c'))).toMatchObject({
      clientId: 'a',
      clientSecret: 'b:c',
      method: 'client_secret_basic',
    });
  });

  it('form-decodes the header, and leaves what is not encoded as it is', () => {
    expect(read(basic('a%3Ab:c+d%25'))).toMatchObject({ clientId: 'a:b', clientSecret: 'c d%' });
    expect(read(basic('a:100%'))).toMatchObject({ clientSecret: '100%' });
  });

  it.each([
    'Basic',
    'Basic ',
    'Basic !!!!',
    'Basic YTpi=',
    'Basic YTpiCg',
    'Bearer abc',
    basic('nocolon'),
    basic(':b'),
    'Basic YTp i',
  ])('answers %j with 401 and a challenge, never with a loose reading of it', (header) =>
    expect(read(header)).toMatch(/^401 invalid_client Basic realm=/),
  );

  it.each([
    ['two methods', basic('a:b'), 'client_secret=b'],
    ['another client_id in the body', basic('a:b'), 'client_id=x'],
    ['half a pair: no secret', null, 'client_id=a'],
    ['half a pair: no id', null, 'client_secret=b'],
    ['half an assertion: no type', null, 'client_assertion=x'],
    ['an assertion beside a secret', null, 'client_assertion=x&client_assertion_type=y&client_secret=z'],
    ['an assertion beside a header', basic('a:b'), 'client_assertion_type=y'],
  ])('refuses %s', (_case, header, body) => {
    expect(read(header, Parameters.fromForm(body))).toMatch(/^400 invalid_request$/);
  });

  it('lets the same client_id stand in the body beside the header, as some libraries send it', () => {
    expect(read(basic('a:b'), Parameters.fromForm('client_id=a'))).toMatchObject({ clientId: 'a' });
  });
});

describe('authenticateClient', () => {
  const pepper = new Uint8Array(32).fill(1);
  const now = Date.parse('2030-01-01T00:00:00Z');
  const secret = (id: string, ends: { expiresAt?: Date; retiredAt?: Date } = {}) => ({
    id,
    digest: secretDigest(id, pepper),
    expiresAt: null,
    retiredAt: null,
    notBefore: 5,
    ...ends,
  });
  let reads = 0;
  const client = clientRecord({
    secrets: [
      secret('new'),
      secret('old', { expiresAt: new Date(now + 1) }),
      secret('over', { expiresAt: new Date(now) }),
      secret('gone', { retiredAt: new Date(now - 1) }),
    ],
  });
  const ask = async (
    clientSecret: string,
    change: Partial<ClientRecord> | null = {},
    recalled?: Partial<ClientRecord>,
  ) => {
    const found = change === null ? undefined : { ...client, ...change };
    const result = await authenticateClient(
      { method: 'client_secret_post', clientId: client.id, clientSecret },
      { origin: { requestId: 'req_1', address: '203.0.113.7', userAgent: '' }, urls: [] },
      {
        issuer: 'https://auth.example',
        pepper,
        clock: () => now,
        clients: {
          recallClient: () => recalled && { ...client, ...recalled },
          findClient: async () => {
            reads++;
            return found;
          },
        } as never,
        clientKeys: { find: async () => [] },
        replays: { firstUse: async () => true, forget: async () => {} },
      },
    );
    return result.ok ? result.credential.id : result.failure;
  };

  it('takes the current secret, and the old one until its overlap ends', async () => {
    expect(await ask('new')).toBe('new');
    expect(await ask('old')).toBe('old');
    expect(await ask('over')).toBe('secret_expired');
  });

  it('refuses, and knows why for those who may know', async () => {
    expect(await ask('gone')).toBe('secret_retired');
    expect(await ask('invented')).toBe('wrong_secret');
    expect(await ask('new', null)).toBe('unknown_client');
    expect(await ask('new', { status: 'disabled' })).toBe('client_disabled');
    expect(await ask('new', { tenantStatus: 'suspended' })).toBe('tenant_suspended');
    expect(await ask('new', { secretsAllowed: false })).toBe('secrets_not_allowed');
    expect(await ask('new', { allowedNetworks: ['198.51.100.0/24'] })).toBe('network_not_allowed');
    expect(await ask('new', { allowedNetworks: ['203.0.113.0/24'] })).toBe('new');
    expect(await ask('new', { secrets: [] })).toBe('wrong_secret');
  });

  it('takes a yes from memory, and reads the database once for every no', async () => {
    const cases = [
      ['new', {}, {}, 'new', 0],
      ['new', {}, { status: 'disabled' }, 'new', 1],
      ['new', {}, { tenantStatus: 'suspended' }, 'new', 1],
      ['new', { status: 'disabled' }, { tenantStatus: 'suspended' }, 'client_disabled', 1],
      ['invented', {}, {}, 'wrong_secret', 1],
      ['invented', {}, undefined, 'wrong_secret', 1],
      ['invented', null, undefined, 'unknown_client', 1],
      ['over', {}, {}, 'secret_expired', 1],
    ] as const;
    for (const [presented, stored, recalled, answer, readings] of cases) {
      reads = 0;
      const given = await ask(presented, stored && { ...stored }, recalled && { ...recalled });
      expect([presented, given, reads]).toEqual([presented, answer, readings]);
    }
  });

  it.each([
    { status: 'disabled' },
    { tenantStatus: 'suspended' },
    { secretsAllowed: false },
    { allowedNetworks: ['198.51.100.0/24'] },
  ] as const)('says nothing of %j to someone without the secret', async (change) => {
    expect(await ask('invented', change as Partial<ClientRecord>)).toBe('wrong_secret');
  });
});
