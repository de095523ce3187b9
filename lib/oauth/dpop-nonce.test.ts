import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isRecentNonce, newNonce } from './dpop-nonce';

const pepper = new Uint8Array(32).fill(7);
const now = Date.UTC(2030, 0, 1);
const nonce = newNonce(pepper, now);

describe('DPoP nonces', () => {
  it('are made of the characters a nonce may have (RFC 9449 §8.1)', () => {
    expect(nonce).toMatch(/^[\x21\x23-\x5B\x5D-\x7E]+$/);
  });

  it.each([
    [0, true],
    [300_000, true],
    [300_001, false],
    [86_400_000, false],
    // An instance whose clock is behind that of the one that gave it out.
    [-90_000, true],
    [-90_001, false],
  ])('%d ms later: %s', (later, good) => expect(isRecentNonce(nonce, pepper, now + later)).toBe(good));

  it('are known to every instance with the same pepper, and to no other', () => {
    expect(isRecentNonce(nonce, new Uint8Array(32).fill(7), now)).toBe(true);
    expect(isRecentNonce(nonce, new Uint8Array(32).fill(8), now)).toBe(false);
  });

  it('cannot be given another time, be cut, or be lengthened', () => {
    const [, seal = ''] = nonce.split('.');
    for (const forged of [
      `${(now + 60_000).toString(36)}.${seal}`,
      `.${seal}`,
      seal,
      nonce.slice(0, -1),
      `${nonce}.`,
      `${nonce}A`,
      nonce.toUpperCase(),
      '',
      '.',
    ])
      expect(isRecentNonce(forged, pepper, now), forged).toBe(false);
  });

  it('cannot be guessed (property)', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(isRecentNonce(text, pepper, now)).toBe(false);
        expect(isRecentNonce(`${now.toString(36)}.${text}`, pepper, now)).toBe(false);
      }),
    );
  });
});
