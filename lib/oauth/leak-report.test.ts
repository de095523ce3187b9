import { createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { OAuthError } from './errors';
import { keptSource, keptUrl, readReport } from './leak-report';
import { isWellFormedSecret, newClientSecret } from './secret';

/** The example of GitHub's documentation: its test key, body and signature. */
const DOCUMENTED = {
  keyIdentifier: 'f9525bf080f75b3506ca1ead061add62b8633a346606dc5fe544e29231c6ee0d',
  key: `-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEsz9ugWDj5jK5ELBK42ynytbo38gP
HzZFI03Exwz8Lh/tCfL3YxwMdLjB+bMznsanlhK0RwcGP3IDb34kQDIo3Q==
-----END PUBLIC KEY-----`,
  signature:
    'MEUCIFLZzeK++IhS+y276SRk2Pe5LfDrfvTXu6iwKKcFGCrvAiEAhHN2kDOhy2I6eGkOFmxNkOJ+L2y8oQ9A2T9GGJo6WJY=',
  body: '[{"token":"some_token","type":"some_type","url":"some_url","source":"some_source"}]',
};

const own = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const KEYS: ReadonlyMap<string, KeyObject> = new Map([
  [DOCUMENTED.keyIdentifier, createPublicKey(DOCUMENTED.key)],
  ['own', own.publicKey],
]);

const read = (body: string, keyIdentifier: string, signature: string) => {
  try {
    return readReport({ body: Buffer.from(body), keyIdentifier, signature }, KEYS);
  } catch (cause) {
    if (OAuthError.is(cause)) return `${cause.status} ${cause.code}`;
    throw cause;
  }
};
const signed = (body: string) =>
  read(body, 'own', sign('sha256', Buffer.from(body), own.privateKey).toString('base64'));

describe('a report', () => {
  it('is believed as GitHub documents it', () => {
    const { body, keyIdentifier, signature } = DOCUMENTED;
    expect(read(body, keyIdentifier, signature)).toEqual(JSON.parse(body));
  });

  it.each([
    ['another body', `${DOCUMENTED.body} `, DOCUMENTED.keyIdentifier, DOCUMENTED.signature],
    ['another key', DOCUMENTED.body, 'own', DOCUMENTED.signature],
    ['a key nobody has', DOCUMENTED.body, 'nobody', DOCUMENTED.signature],
    ['no key', DOCUMENTED.body, '', DOCUMENTED.signature],
    ['a name that every object has', DOCUMENTED.body, '__proto__', DOCUMENTED.signature],
    ['no signature', DOCUMENTED.body, DOCUMENTED.keyIdentifier, ''],
    ['a signature that is no DER', DOCUMENTED.body, DOCUMENTED.keyIdentifier, 'AAAA'],
    ['a signature of zeros', DOCUMENTED.body, DOCUMENTED.keyIdentifier, 'MAYCAQACAQA='],
    ['a signature cut short', DOCUMENTED.body, DOCUMENTED.keyIdentifier, DOCUMENTED.signature.slice(0, -8)],
  ])('with %s is not', (_, body, keyIdentifier, signature) => {
    expect(read(body, keyIdentifier, signature)).toBe('401 invalid_client');
  });

  it.each(['', '{', '{}', 'null', '[1]', '[{}]', '[{"token":1,"type":"t"}]', '[{"token":"t"}]'])(
    'that is signed and no array of findings is refused: %s',
    (body) => expect(signed(body)).toBe('400 invalid_request'),
  );

  it('may leave out where a secret was found, and say more than is known here', () => {
    const findings = [
      { token: 't', type: 'y' },
      { token: 't', type: 'y', url: null, source: null, new: 1 },
    ];
    expect(signed(JSON.stringify(findings))).toMatchObject([
      { token: 't', type: 'y' },
      { token: 't', type: 'y' },
    ]);
    expect(signed('[]')).toEqual([]);
  });

  it('has at most 500 findings', () => {
    const findings = (count: number) => JSON.stringify(Array(count).fill({ token: 't', type: 'y' }));
    expect(signed(findings(500))).toHaveLength(500);
    expect(signed(findings(501))).toBe('400 invalid_request');
  });
});

const SECRET = 'gcs_live_aB3dE5gH7jK9mN1pQ2rS4tU6vW8xY0zA1bC3dE5gH7jK9mN1p';

describe('the address that is kept', () => {
  it.each([
    [
      'https://github.com/octocat/Hello-World/blob/12345600b9cbe38a219f39a9941c9319b600c002/foo/bar.txt',
      'https://github.com/octocat/Hello-World/blob/12345600b9cbe38a219f39a9941c9319b600c002/foo/bar.txt',
    ],
    ['https://github.com/a/b?x=1#L3', 'https://github.com/a/b'],
    ['https://me:password@github.com/a', 'https://github.com/a'],
    [`https://github.com/a?token=${SECRET}#${SECRET}`, 'https://github.com/a'],
    [`https://github.com/a/${SECRET}.txt`, 'https://github.com/'],
    [`https://github.com/a/${SECRET.replace('gcs', '%67cs')}`, 'https://github.com/'],
    [`https://github.com/a/${SECRET.replace('aB3', '%61B3')}`, 'https://github.com/'],
    ['https://github.com/%', 'https://github.com/'],
    [`https://${SECRET}.example.com/`, ''],
    ['javascript:alert(1)', ''],
    ['some_url', ''],
    ['', ''],
    [null, ''],
  ])('%s → %s', (given, kept) => expect(keptUrl(given)).toBe(kept));

  it('is of bounded length', () => {
    expect(keptUrl(`https://github.com/${'a/'.repeat(500)}`)).toHaveLength(300);
  });

  it('names the kind of place only in a word', () => {
    expect(keptSource('gist_content')).toBe('gist_content');
    expect(keptSource(SECRET)).toBe('unknown');
    expect(keptSource(undefined)).toBe('unknown');
  });
});

it.each(['SECURITY.md', 'docs/guide/rotation.md'])(
  'the pattern that scanners are given in %s finds every secret, and only as long as it is',
  (file) => {
    const page = readFileSync(join(import.meta.dirname, '..', '..', file), 'utf8');
    const [pattern = ''] = /^gcs_\S+$/m.exec(page) ?? [];
    for (const environment of ['live', 'local', 'e', 'sixteenletters16'])
      for (let count = 0; count < 50; count++) {
        const secret = newClientSecret(environment);
        const [found] = new RegExp(pattern).exec(`CLIENT_SECRET="${secret}"; # rotate`) ?? [];
        expect(found).toBe(secret);
        expect(isWellFormedSecret(secret)).toBe(true);
      }
    expect(pattern).not.toBe('');
  },
);
