import fc from 'fast-check';
import { generateSync } from 'otplib';
import { describe, expect, it } from 'vitest';
import { acceptedStep, FREE_TRIES, newTotpSecret, nextTryAt, openTotp, sealTotp, totpUri } from './totp';

const secret = newTotpSecret();
const NOW = 1_800_000_000_000;
const STEP = NOW / 30_000;
const codeAt = (step: number) => generateSync({ secret, epoch: step * 30 });

describe('a code', () => {
  it('agrees with RFC 6238, appendix B', () => {
    // The last six of the eight digits of its table for SHA-1.
    const rfc = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
    expect(acceptedStep(rfc, '287082', 59_000, null)).toBe(1);
    expect(acceptedStep(rfc, '081804', 1_111_111_109_000, null)).toBe(37_037_036);
    expect(acceptedStep(rfc, '353130', 20_000_000_000_000, null)).toBe(666_666_666);
  });

  it.each([
    [-2, undefined],
    [-1, STEP - 1],
    [0, STEP],
    [1, STEP + 1],
    [2, undefined],
  ])('of %i steps from now', (steps, found) =>
    expect(acceptedStep(secret, codeAt(STEP + steps), NOW, null)).toBe(found),
  );

  it('is taken once, and none older than it', () => {
    expect(acceptedStep(secret, codeAt(STEP), NOW, STEP)).toBeUndefined();
    expect(acceptedStep(secret, codeAt(STEP - 1), NOW, STEP)).toBeUndefined();
    expect(acceptedStep(secret, codeAt(STEP + 1), NOW, STEP)).toBe(STEP + 1);
    // Taken by an instance whose clock is far ahead.
    expect(acceptedStep(secret, codeAt(STEP), NOW, STEP + 50)).toBeUndefined();
  });
});

describe('guesses', () => {
  it('wait longer and longer, up to an hour (property)', () => {
    const failedAt = new Date(NOW);
    fc.assert(
      fc.property(fc.nat({ max: 10_000 }), (failures) => {
        const wait = nextTryAt({ failures, failedAt }) - NOW;
        if (failures < FREE_TRIES) expect(wait).toBeLessThanOrEqual(0);
        else expect(wait).toBe(Math.min(2 ** (failures - FREE_TRIES), 60) * 60_000);
      }),
    );
  });
});

describe('a secret at rest', () => {
  const pepper = new Uint8Array(32).map((_, index) => index);

  it('opens for its person alone, and under its pepper alone', async () => {
    const sealed = await sealTotp(secret, 'usr_1', pepper);
    expect(Buffer.from(sealed).includes(secret)).toBe(false);
    expect(await openTotp(sealed, 'usr_1', pepper)).toBe(secret);
    await expect(openTotp(sealed, 'usr_2', pepper)).rejects.toThrow();
    await expect(openTotp(sealed, 'usr_1', pepper.toReversed())).rejects.toThrow();
  });

  it('goes to an app with the address', () => {
    const uri = new URL(totpUri(secret, 'ada@acme.test'));
    expect(uri.searchParams.get('secret')).toBe(secret);
    expect(decodeURIComponent(uri.pathname)).toContain('ada@acme.test');
  });
});
