import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { claimsIn } from './claims';
import { encode, forge, goodHeader, goodPayload } from './forge.fixture';
import { decodeToken } from './jwt';

test('reads header and claims', async () => {
  const decoded = { header: goodHeader, payload: goodPayload, signed: true };
  expect(decodeToken(await forge())).toEqual(decoded);
  expect(claimsIn(decoded)).toEqual(goodPayload);
});

test.each(['', '.'])(
  'reads a token that ends after its payload with %j, and says it is unsigned',
  async (end) => {
    const [header, payload] = (await forge()).split('.');
    expect(decodeToken(`${header}.${payload}${end}`)).toMatchObject({ payload: goodPayload, signed: false });
  },
);

test('reads claims in every script', () => {
  const payload = { name: 'Søren 山田 🩺', nested: { a: [1, null] } };
  expect(decodeToken(`${encode({})}.${encode(payload)}.AA`)).toMatchObject({ payload });
});

test('keeps header members of the wrong type for the checks to name', () => {
  expect(decodeToken(`${encode({ alg: 1, kid: [] })}.e30.AA`)).toMatchObject({ header: { alg: 1, kid: [] } });
});

test('reads what any encoder wrote, unchanged (property)', () => {
  // Such a key has a test of its own below.
  const name = fc.string({ unit: 'grapheme' }).filter((text) => text !== '__proto__');
  const object = fc.dictionary(name, fc.jsonValue({ maxDepth: 3 }), {
    noNullPrototype: true,
  });
  fc.assert(
    fc.property(object, object, fc.uint8Array(), (header, payload, signature) => {
      const token = `${encode(header)}.${encode(payload)}.${Buffer.from(signature).toString('base64url')}`;
      // As JSON has them: it knows no -0.
      const [sentHeader, sentPayload] = JSON.parse(JSON.stringify([header, payload]));
      expect(decodeToken(token)).toEqual({
        header: sentHeader,
        payload: sentPayload,
        signed: signature.length > 0,
      });
    }),
  );
});

test.each([
  ['a byte that is never in UTF-8', [0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]],
  ['a slash of two bytes', [0x7b, 0x22, 0xc0, 0xaf, 0x22, 0x3a, 0x31, 0x7d]],
  ['half a surrogate pair', [0x7b, 0x22, 0xed, 0xa0, 0x80, 0x22, 0x3a, 0x31, 0x7d]],
])('refuses %s instead of replacing it', (_name, bytes) => {
  const segment = Buffer.from(bytes).toString('base64url');
  expect(decodeToken(`e30.${segment}.AA`)).toBe('not_json');
  expect(decodeToken(`${segment}.e30.AA`)).toBe('not_json');
});

test('a claim called __proto__ changes no prototype', () => {
  const decoded = decodeToken(`e30.${encode('{"__proto__":{"admin":true}}')}.AA`);
  expect(typeof decoded === 'object' && 'admin' in decoded.payload).toBe(false);
  expect('admin' in {}).toBe(false);
});

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
/** As a lenient decoder reads it. */
const bytesOf = (segment: string) => Buffer.from(segment, 'base64url').toString('hex');

describe('strict base64url', () => {
  test.each([
    ['padding', 'e30=.e30.AA'],
    ['the plain alphabet', 'e30.e30.+/+/'],
    ['a line break', 'e30.e30\n.AA'],
    ['a length that cannot be', 'e30.e30.AAAAA'],
    ['unused bits of a two-character end', 'e30.e30.AB'],
    ['unused bits of a three-character end', 'e30.e30.AAB'],
    ['letters beyond ASCII', 'e30.e30.ÀÀ'],
  ])('refuses %s', (_name, token) => expect(decodeToken(token)).toBe('not_base64url'));

  test('two texts that are both taken are never the same bytes (property)', async () => {
    const token = await forge();
    const segments = token.split('.');
    const character = fc.constantFrom(...ALPHABET, '=', '+', '/', ' ', '\n', '');
    // The last characters of each segment, where unused bits and padding are.
    const place = fc.tuple(fc.nat({ max: 2 }), fc.nat({ max: 3 }));
    fc.assert(
      fc.property(place, character, ([index, fromEnd], put) => {
        const segment = segments[index] ?? '';
        const at = segment.length - fromEnd;
        const other = `${segment.slice(0, at)}${put}${segment.slice(at + 1)}`;
        const respelled = segments.with(index, other);
        if (other === segment || typeof decodeToken(respelled.join('.')) === 'string') return;
        expect(respelled.map(bytesOf)).not.toEqual(segments.map(bytesOf));
      }),
      { numRuns: 2000 },
    );
  });

  test('takes exactly what an encoder writes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1 }), (bytes) => {
        const signature = Buffer.from(bytes).toString('base64url');
        expect(decodeToken(`e30.e30.${signature}`)).toMatchObject({ signed: true });
      }),
    );
  });

  test('has one spelling for each signature', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z0-9_-]{1,12}$/), (signature) => {
        const canonical = Buffer.from(signature, 'base64url').toString('base64url') === signature;
        expect(typeof decodeToken(`e30.e30.${signature}`) === 'object').toBe(canonical);
      }),
      { numRuns: 2000 },
    );
  });
});

test('never throws', () => {
  const segment = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.json().map(encode),
    fc.constantFrom('e30', '', '_w'),
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.array(segment, { maxLength: 6 }).map((all) => all.join('.')),
      ),
      (text) => {
        expect(['string', 'object']).toContain(typeof decodeToken(text));
      },
    ),
    { numRuns: 2000 },
  );
});
