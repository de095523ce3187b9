import { expect, it } from 'vitest';
import { readKeySet } from './key-set-text';

const EC = { kty: 'EC', crv: 'P-256', kid: 'one', x: 'a', y: 'b' };

it('reads a set, and one key alone', () => {
  expect(readKeySet(JSON.stringify({ keys: [EC] }))).toEqual({ keys: [EC] });
  expect(readKeySet(JSON.stringify(EC))).toEqual({ keys: [EC] });
});

it('puts new keys behind those registered', () => {
  const set = readKeySet(JSON.stringify({ ...EC, kid: 'two' }), [{ kty: 'EC', kid: 'one' }]);
  expect(set).toMatchObject({ keys: [{ kid: 'one' }, { kid: 'two' }] });
  expect(readKeySet(JSON.stringify(EC), [{ kty: 'EC', kid: 'one' }])).toEqual({ error: 'Each kid once' });
});

it.each([
  [JSON.stringify({ ...EC, d: 'secret' }), /private key/],
  ['-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----', /private key/],
  [JSON.stringify({ keys: [EC, { kty: 'oct', k: 'secret' }] }), /^Key 2: /],
  [JSON.stringify({ keys: [] }), /At least one key/],
  [JSON.stringify({ keys: 'none' }), /Not a JWK set/],
  ['[]', /Not a JWK set/],
  ['"text"', /Not a JWK set/],
  ['', /Not a JWK set/],
])('says what is wrong with %s', (text, words) => {
  expect(readKeySet(text)).toEqual({ error: expect.stringMatching(words) });
});
