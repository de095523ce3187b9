import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { namesAPerson, readSharedFragment, sharedFragment } from './shared-token';

const header = { alg: 'RS256', typ: 'JWT', kid: 'k1' };
const payload = { sub: 'client_1', jti: 'j1', scope: 'a:b c:d', name: 'Zoë 🦀 <b>', token_use: 'machine' };

describe('a shared token', () => {
  test('comes back whole, but for what was left out, which is named', () => {
    const fragment = sharedFragment({ header, payload }, ['sub', 'jti']);
    const { sub: _, jti: __, ...kept } = payload;
    expect(readSharedFragment(fragment)).toEqual({
      parts: { header, payload: kept },
      leftOut: ['sub', 'jti'],
    });
    expect(atobAll(fragment)).not.toMatch(/client_1|"j1"/);
  });

  test('any claims survive the way', () => {
    // A claim of this name is not read from any token.
    const name = fc.string({ unit: 'grapheme' }).filter((text) => text !== '__proto__');
    const objects = fc.dictionary(name, fc.jsonValue());
    fc.assert(
      fc.property(objects, objects, (head, body) => {
        // As JSON has them: -0 and a missing prototype are not what is asked about.
        const parts = JSON.parse(JSON.stringify({ header: head, payload: body }));
        expect(JSON.stringify(readSharedFragment(sharedFragment(parts, []))?.parts)).toBe(
          JSON.stringify(parts),
        );
      }),
    );
  });

  test.each([
    ['nothing', ''],
    ['another fragment', '#request=req_1'],
    ['a whole token', '#shared=e30.e30.c2ln'],
    ['an empty signature', '#shared=e30.e30.'],
    ['one part', '#shared=e30'],
    ['no base64url', '#shared=e30.e3%20'],
    ['no JSON', '#shared=e30.AAAA'],
    ['a list', '#shared=e30.W10'],
    ['a link that is too long', `#shared=e30.${'A'.repeat(40_000)}`],
  ])('%s is none', (_, fragment) => {
    expect(readSharedFragment(fragment)).toBeUndefined();
  });

  test("proposes to leave out what names a person, and nothing of a machine's", () => {
    expect(namesAPerson(payload)).toEqual([]);
    expect(namesAPerson({ sub: 'usr_1', sid: 's', exp: 1 })).toEqual(['sub', 'sid']);
  });
});

const atobAll = (fragment: string): string =>
  (new URLSearchParams(fragment.slice(1)).get('shared') ?? '')
    .split('.')
    .map((part) => atob(part.replaceAll('-', '+').replaceAll('_', '/')))
    .join('');
