import { describe, expect, test } from 'vitest';
import { holds, readPalette } from './reading';

const TOKEN = `${btoa('{"alg":"RS256","typ":"JWT"}')}.${btoa('{"iss":"https://x.test"}').replaceAll('=', '')}.c2lnbmF0dXJl`;

describe('readPalette', () => {
  test('words are looked for', () => {
    expect(readPalette('  Claims   intake ')).toEqual({
      kind: 'words',
      words: ['claims', 'intake'],
      search: 'Claims intake',
    });
    expect(readPalette('client_1a2b3c4d5e6f7g8h9i0jkl')).toMatchObject({ kind: 'words' });
    expect(readPalette('')).toMatchObject({ kind: 'words', words: [] });
  });

  test('a request id is one', () => {
    expect(readPalette(' req_abcDEF123 ')).toEqual({ kind: 'request', id: 'req_abcDEF123' });
  });

  test.each([
    ['a token', TOKEN],
    ['a token in a header', `Authorization: Bearer ${TOKEN}`],
    ['a token without its signature', TOKEN.split('.').slice(0, 2).join('.')],
    ['claims', '{"iss": "x", "sub": "y"}'],
    ['a secret', 'gcs_live_abcdefghijklmnop'],
    ['the start of a secret', 'gcs_l'],
    ['the start of a token', 'eyJhbGciOi'],
    ['a secret among words', 'what is gcs_live_abcdefghijklmnop'],
    ['something long', 'a'.repeat(41)],
    ['a whole log', 'x '.repeat(40_000) + 'y'.repeat(49)],
  ])('%s is not looked for', (_, text) => {
    expect(readPalette(text).kind).toBe('credential');
  });
});

test('holds: all words, in any of the texts, without case', () => {
  expect(holds(['intake', 'claims'], 'Claims', 'The INTAKE')).toBe(true);
  expect(holds(['intake', 'other'], 'Claims intake')).toBe(false);
});
