import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isWellFormedSecret, newClientSecret, sameDigest, secretDigest, secretsIn } from './secret';

const pepper = new Uint8Array(32).fill(7);

describe('client secrets', () => {
  it('have the documented form and never repeat', () => {
    const made = Array.from({ length: 500 }, () => newClientSecret('live'));
    for (const secret of made) expect(secret).toMatch(/^gcs_live_[0-9A-Za-z]{49}$/);
    expect(new Set(made).size).toBe(500);
  });

  it('survive percent-decoding unchanged, as client libraries encode them differently', () => {
    const secret = newClientSecret('live');
    expect(encodeURIComponent(secret)).toBe(secret);
  });

  // Made with Python's zlib: a scanner that computes the checksum by its description must agree with us.
  it.each([
    'gcs_live_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA12bJta',
    'gcs_local_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG13JG5q',
  ])('have the CRC-32 of what precedes it for a checksum: %s', (secret) =>
    expect(isWellFormedSecret(secret)).toBe(true),
  );

  it('show every change of one character offline (property)', () => {
    const character = fc.oneof(
      fc.constantFrom(...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_'),
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
    );
    const secret = fc.constantFrom('live', 'local', 'a', 'sandbox000000000').map(newClientSecret);
    fc.assert(
      fc.property(secret, fc.nat(), character, (secret, place, other) => {
        expect(isWellFormedSecret(secret)).toBe(true);
        const at = place % secret.length;
        const changed = secret.slice(0, at) + other + secret.slice(at + 1);
        expect(isWellFormedSecret(changed), changed).toBe(changed === secret);
      }),
      { numRuns: 3000 },
    );
  });

  it('show two neighbours that changed places offline', () => {
    const secret = newClientSecret('local');
    for (let at = 1; at < secret.length; at++) {
      const swapped = `${secret.slice(0, at - 1)}${secret[at]}${secret[at - 1]}${secret.slice(at + 1)}`;
      expect(isWellFormedSecret(swapped), swapped).toBe(swapped === secret);
    }
  });

  it('are found anywhere in a text, and nothing that only looks like one', () => {
    const [one, two] = [newClientSecret('live'), newClientSecret('gcs')];
    for (const text of [
      one,
      `gcs_${one}`,
      `x${one}\n`,
      `a=${one}&b`,
      `/${one}/`,
      `${one}abc`,
      `${one} ${one}`,
    ])
      expect(secretsIn(text), text).toEqual([one]);
    expect(secretsIn(`${one}_${two}`)).toEqual([one, two]);
    for (const text of [
      '',
      'gcs_live_',
      one.slice(0, -1),
      one.replace('gcs_', 'gcr_'),
      `${one.slice(0, -1)}-`,
    ])
      expect(secretsIn(text), text).toEqual([]);
    expect(secretsIn(`gcs_live_${'x'.repeat(49)}`)).toEqual([]);
  });

  it('are matched by digest only under the same pepper', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (one, other) => {
        expect(sameDigest(secretDigest(one, pepper), secretDigest(other, pepper))).toBe(one === other);
      }),
    );
    const elsewhere = new Uint8Array(32).fill(8);
    expect(sameDigest(secretDigest('s', pepper), secretDigest('s', elsewhere))).toBe(false);
    expect(sameDigest(secretDigest('s', pepper), new Uint8Array(3))).toBe(false);
  });
});
