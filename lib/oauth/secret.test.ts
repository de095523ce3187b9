import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isWellFormedSecret, newClientSecret, sameDigest, secretDigest } from './secret';

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

  it('show a typo offline: any one changed character breaks the checksum', () => {
    const secret = newClientSecret('local');
    expect(isWellFormedSecret(secret)).toBe(true);
    for (let place = 0; place < secret.length; place++) {
      const changed = `${secret.slice(0, place)}${secret[place] === 'a' ? 'b' : 'a'}${secret.slice(place + 1)}`;
      expect(isWellFormedSecret(changed), changed).toBe(false);
    }
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
